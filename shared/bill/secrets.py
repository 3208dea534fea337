"""Secrets: parameters of Systems Manager, which are free but for their decryption, or Secrets Manager's."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bill.measured import run_of
from bill.runs import Runs
from bill.template import Template
from bill.use import Use
from bill.workload import HOURS, Workload


def uses_of_secrets(template: Template, work: Workload, runs: Sequence[Runs]) -> Iterator[Use]:
    """Each function reads its own at each start of an environment, and once an hour."""
    reads = sum((_reads(function, work, runs) for function in {each.function for each in runs}), Decimal(0))
    why = "at each cold start, and once an hour"
    if kept := template.of_type("AWS::SecretsManager::Secret"):
        yield Use.of("secrets.kept", len(kept), ", ".join(sorted(kept)))
        yield Use("secrets.reads", reads, why)
    else:
        yield Use.of("ssm.parameters", 0, "SecureStrings of the standard tier, with the key that AWS manages")
        yield Use("kms.requests", reads, why)


def _reads(function: str, work: Workload, runs: Sequence[Runs]) -> Decimal:
    mine = [each for each in runs if each.function == function]
    times = sum((each.times for each in mine), Decimal(0))
    starts = sum((each.times / each.in_a_row for each in mine), Decimal(0)) * work.cold_share
    return run_of(function).secrets * min(times, starts + HOURS)

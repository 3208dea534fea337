"""Lambda, its logs, and what its runs send out."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from bill.measured import run_of
from bill.runs import Runs
from bill.template import Template
from bill.use import Use
from bill.workload import DAYS, LOG_KILOBYTES, SENT_KILOBYTES, Workload

_KILOBYTES = Decimal(1024 * 1024)


def uses_of_functions(template: Template, work: Workload, runs: Sequence[Runs]) -> Iterator[Use]:
    """Invocations, GB-seconds, logs and traffic."""
    for function, times, why in _by_function(runs):
        yield Use("lambda.requests", times, f"{function}: {why}")
        memory = template.memory(function)
        seconds = run_of(function).seconds(memory, work.cold_share)
        quantity = times * seconds * memory / 1024
        yield Use(f"lambda.{template.architecture}", quantity, f"{function}: {seconds:.2f} s with {memory} MB")
    total = sum((each.times for each in runs), Decimal(0))
    logged = total * LOG_KILOBYTES / _KILOBYTES
    kept = logged * template.log_retention_days / DAYS
    yield Use("cloudwatch.logs", logged, f"{LOG_KILOBYTES} kB an invocation")
    yield Use("cloudwatch.archive", kept, f"{template.log_retention_days} days of them")
    yield Use("transfer.out", total * SENT_KILOBYTES / _KILOBYTES, f"{SENT_KILOBYTES} kB an invocation")
    scheduled = work.ticks * len(template.at_each_interval()) + DAYS * sum(template.a_day().values())
    yield Use("events.rules", scheduled, "schedules of rules are free")


def _by_function(runs: Iterable[Runs]) -> Iterator[tuple[str, Decimal, str]]:
    found: defaultdict[str, list[Runs]] = defaultdict(list)
    for each in runs:
        found[each.function].append(each)
    for function, reasons in found.items():
        yield function, sum((each.times for each in reasons), Decimal(0)), "; ".join(each.why for each in reasons)

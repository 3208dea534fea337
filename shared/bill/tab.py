"""A dashboard that is left open and in sight for the whole month."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from bill.bill import bill_of
from bill.measured import RUNS
from bill.template import Template
from bill.use import Use
from bill.workload import DAYS, SECONDS, STANDBY_TABLE_KILOBYTES, Workload

PACE = Path(__file__).parents[2] / "functions" / "dashboard_page" / "static" / "modules" / "pace.js"

_LISTS = 2
"""Asked for besides when something changed: alerts that are open, and those that were."""
_AUTHORIZED_SECONDS = 60
_ANSWER_KILOBYTES = 12
"""Of one look, packed."""
_MARK_KILOBYTES = 1
"""Of one question, with its headers."""
_SECRETS_KEPT_SECONDS = 900
"""As bootstrap/change_services.py has it."""


def dollars_of_tab(template: Template, work: Workload) -> Decimal:
    """What it adds to the bill of a month of such work."""
    return bill_of(template, work, uses_of_tab(template, work)).dollars - bill_of(template, work).dollars


def uses_of_tab(template: Template, work: Workload) -> Iterator[Use]:
    """What it uses; each message of an alert stands for a change that is seen."""
    yield from _questions(template)
    looks = SECONDS / seconds("REST_MS") + 2 * work.messages * DAYS
    calls, authorized = looks + 2 * work.messages * DAYS * _LISTS, Decimal(SECONDS) / _AUTHORIZED_SECONDS
    yield Use("api.calls", calls, f"a tab looks once in {seconds('REST_MS')} s, and when something changed")
    yield Use("lambda.requests", calls + authorized, "those calls, and whether the token is good")
    yield _computed(template, "get_dashboard", calls)
    run = RUNS["get_dashboard"]
    read = run.calls["scan"] * Decimal(STANDBY_TABLE_KILOBYTES) / 8 + run.calls["query"] * Decimal("0.5")
    yield Use("dynamodb.reads", looks * read, "what the standby tables know, at each look")
    yield Use("transfer.out", looks * _ANSWER_KILOBYTES / 1024 / 1024, f"{_ANSWER_KILOBYTES} kB a look")


def _questions(template: Template) -> Iterator[Use]:
    """Whether anything changed, which is no call of API Gateway."""
    asked, run = SECONDS / seconds("MARK_MS"), RUNS["get_change"]
    yield Use("lambda.requests", asked, f"a tab asks once in {seconds('MARK_MS')} s whether anything changed")
    yield _computed(template, "get_change", asked)
    yield Use("dynamodb.reads", asked * run.calls["get"] / 2, "the mark of the last change, at each question")
    yield Use(
        "kms.requests", Decimal(SECONDS) / _SECRETS_KEPT_SECONDS * run.secrets, "which tokens are good, each 15 minutes"
    )
    yield Use("transfer.out", asked * _MARK_KILOBYTES / 1024 / 1024, f"{_MARK_KILOBYTES} kB a question")


def _computed(template: Template, function: str, times: Decimal) -> Use:
    memory = template.memory(function)
    spent = RUNS[function].seconds(memory, Decimal(0))
    return Use(f"lambda.{template.architecture}", times * spent * memory / 1024, f"{spent:.3f} s with {memory} MB")


def seconds(name: str) -> Decimal:
    """A time that the page's own script has: MARK_MS and REST_MS are between two questions, and two looks."""
    found = re.search(rf"{name} = ([\d_]+);", PACE.read_text("utf-8"))
    if found is None:
        raise ValueError(f"{PACE.name} does not say {name}")
    return Decimal(found[1].replace("_", "")) / 1000

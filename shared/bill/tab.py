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

_LOOKS_AT_A_CHANGE = 8
"""More than at rest, in the minutes after something changed: the pace goes down from QUICK_MS to SLOWEST_MS."""
_LISTS = 2
"""Asked for besides when something changed: alerts that are open, and those that were."""
_AUTHORIZED_SECONDS = 60
_ANSWER_KILOBYTES = 12
"""Of one look, packed."""


def dollars_of_tab(template: Template, work: Workload) -> Decimal:
    """What it adds to the bill of a month of such work."""
    return bill_of(template, work, uses_of_tab(template, work)).dollars - bill_of(template, work).dollars


def uses_of_tab(template: Template, work: Workload) -> Iterator[Use]:
    """What it uses; each message of an alert stands for a change that is seen."""
    seconds, changes = slowest_seconds(), 2 * work.messages * DAYS
    looks = SECONDS / seconds + changes * _LOOKS_AT_A_CHANGE
    calls, authorized = looks + changes * _LISTS, Decimal(SECONDS) / _AUTHORIZED_SECONDS
    run, memory = RUNS["get_dashboard"], template.memory("get_dashboard")
    spent = run.seconds(memory, Decimal(0))
    yield Use("api.calls", calls, f"a tab asks once in {seconds} s, and more when something changed")
    yield Use("lambda.requests", calls + authorized, "those calls, and whether the token is good")
    yield Use(f"lambda.{template.architecture}", calls * spent * memory / 1024, f"{spent:.2f} s with {memory} MB")
    read = run.calls["scan"] * Decimal(STANDBY_TABLE_KILOBYTES) / 8 + run.calls["query"] * Decimal("0.5")
    yield Use("dynamodb.reads", looks * read, "what the standby tables know, at each look")
    yield Use("transfer.out", looks * _ANSWER_KILOBYTES / 1024 / 1024, f"{_ANSWER_KILOBYTES} kB a look")


def slowest_seconds() -> Decimal:
    """Between two looks at a state that does not change, as the page's own script says."""
    found = re.search(r"SLOWEST_MS = ([\d_]+);", PACE.read_text("utf-8"))
    if found is None:
        raise ValueError(f"{PACE.name} does not say SLOWEST_MS")
    return Decimal(found[1].replace("_", "")) / 1000

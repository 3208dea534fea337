"""A dashboard that is left open and visible for the whole month."""

from collections.abc import Iterator
from decimal import Decimal

from bill.bill import bill_of
from bill.measured import RUNS
from bill.template import Template
from bill.use import Use
from bill.workload import SECONDS, STANDBY_TABLE_KILOBYTES, Workload

REFRESH_SECONDS = 15
CALLS = 4
AUTHORIZED_SECONDS = 60
ANSWER_KILOBYTES = 12
"""Of one refresh, packed."""


def dollars_of_tab(template: Template, work: Workload) -> Decimal:
    """What it adds to the bill of a month of such work."""
    return bill_of(template, work, uses_of_tab(template)).dollars - bill_of(template, work).dollars


def uses_of_tab(template: Template) -> Iterator[Use]:
    """What it uses."""
    refreshes = Decimal(SECONDS) / REFRESH_SECONDS
    calls, authorized = refreshes * CALLS, Decimal(SECONDS) / AUTHORIZED_SECONDS
    run, memory = RUNS["get_dashboard"], template.memory("get_dashboard")
    yield Use("api.calls", calls, f"{CALLS} calls each {REFRESH_SECONDS} s")
    yield Use("lambda.requests", calls + authorized, "those calls, and whether the token is good once a minute")
    yield Use(
        f"lambda.{template.architecture}",
        calls * run.seconds(memory, Decimal(0)) * memory / 1024,
        f"{run.seconds(memory, Decimal(0)):.2f} s with {memory} MB",
    )
    read = run.calls["scan"] * Decimal(STANDBY_TABLE_KILOBYTES) / 8 + run.calls["query"] * Decimal("0.5")
    yield Use("dynamodb.reads", refreshes * read, "what the standby tables know, at each refresh")
    yield Use("transfer.out", refreshes * ANSWER_KILOBYTES / 1024 / 1024, f"{ANSWER_KILOBYTES} kB at each refresh")

"""A page that is left open and in sight for the whole month."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from bill.bill import bill_of
from bill.measured import RUNS
from bill.template import Template
from bill.use import Use
from bill.workload import DAYS, HOURS, SECONDS, STANDBY_TABLE_KILOBYTES, Workload

PACE = Path(__file__).parents[2] / "functions" / "dashboard_page" / "static" / "modules" / "pace.js"

_LISTS = 2
"""Asked for besides when something changed: alerts that are open, and those that were."""
_AUTHORIZED_SECONDS = 60
_ANSWER_KILOBYTES = 12
"""Of one look, packed, or of one curve."""
_MARK_KILOBYTES = 1
"""Of one question, with its headers."""
_SECRETS_KEPT_SECONDS = 900
"""As bootstrap/change_services.py has it."""
AT_IT_MINUTES = 15
"""A day in which somebody is at the page; assumed. Only one that is not live asks more often then."""


@dataclass(frozen=True, slots=True)
class Tab:
    """It shows numbers, `curves` or one `alert`; if not `live` it looks, as nobody says whether anything changed."""

    curves: bool = False
    live: bool = True
    alert: bool = False

    @property
    def pace(self) -> str:
        """The name of the time between two looks of a quiet page, as PACE has it."""
        return f"{'REST' if self.live else 'SLOWEST'}{'_OF_CURVES' if self.curves or self.alert else ''}_MS"

    def looks(self) -> Decimal:
        """In a month without changes."""
        return SECONDS / seconds(self.pace) + self._at_it("AT_IT_MS")

    def stories(self) -> Decimal:
        """How often what is told of its alert is asked for in such a month."""
        if not self.alert or self.live:
            return Decimal(0)
        return SECONDS / seconds("STORY_MS") + self._at_it("QUICK_MS")

    def _at_it(self, pace: str) -> Decimal:
        return Decimal(0) if self.live else AT_IT_MINUTES * 60 * DAYS / seconds(pace)


def dollars_of_tab(template: Template, work: Workload, tab: Tab) -> Decimal:
    """What it adds to the bill of a month of such work."""
    return bill_of(template, work, uses_of_tab(template, work, tab)).dollars - bill_of(template, work).dollars


def uses_of_tab(template: Template, work: Workload, tab: Tab) -> Iterator[Use]:
    """What it uses; each message of an alert stands for a change that is seen."""
    if tab.live:
        yield from _questions(template)
    looks = tab.looks() + 2 * work.messages * DAYS
    calls = looks + 2 * work.messages * DAYS * _LISTS
    drawn = Decimal(HOURS) * number("CURVES_AN_HOUR") if tab.curves else Decimal(0)
    told = tab.stories() + (2 * work.messages * DAYS if tab.alert else 0)
    authorized = min(calls + drawn + told, Decimal(SECONDS) / _AUTHORIZED_SECONDS)
    yield Use("lambda.requests", calls + drawn + told + authorized, "those calls, and whether the token is good")
    yield Use("api.calls", calls, f"a tab looks once in {seconds(tab.pace)} s, and when something changed")
    yield _computed(template, "get_dashboard", calls)
    run = RUNS["get_dashboard"]
    read = run.calls["scan"] * Decimal(STANDBY_TABLE_KILOBYTES) / 8 + run.calls["query"] * Decimal("0.5")
    yield Use("dynamodb.reads", looks * read, "what the standby tables know, at each look")
    answers = looks + drawn + told
    yield Use("transfer.out", answers * _ANSWER_KILOBYTES / 1024 / 1024, f"{_ANSWER_KILOBYTES} kB a look")
    yield from _curves(template, drawn)
    yield from _stories(template, told)


def _curves(template: Template, drawn: Decimal) -> Iterator[Use]:
    if not drawn:
        return
    yield Use("api.calls", drawn, f"curves, {number('CURVES_AN_HOUR')} an hour at most, however many are in sight")
    yield _computed(template, "manage_dashboards", drawn)
    yield Use("dynamodb.reads", drawn * RUNS["manage_dashboards"].calls["query"] / 2, "silences, at each curve")


def _stories(template: Template, told: Decimal) -> Iterator[Use]:
    if not told:
        return
    run = RUNS["get_alert"]
    yield Use("api.calls", told, "what is told of the alert, when something changed or nobody says whether it did")
    yield _computed(template, "get_alert", told)
    read = run.calls["scan"] * Decimal(STANDBY_TABLE_KILOBYTES) / 8 + run.calls["query"] * Decimal("0.5")
    yield Use("dynamodb.reads", told * read, "what the standby tables know of it")


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
    """A time between two questions or looks, which the page's own script has in milliseconds."""
    return number(name) / 1000


def number(name: str) -> Decimal:
    """One that the page's own script has."""
    found = re.search(rf"{name} = ([\d_]+);", PACE.read_text("utf-8"))
    if found is None:
        raise ValueError(f"{PACE.name} does not say {name}")
    return Decimal(found[1].replace("_", ""))

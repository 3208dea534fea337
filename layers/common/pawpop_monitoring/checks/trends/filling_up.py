"""The rule `capacity`: what fills up, and on which day it is full at the pace of late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pawpop_monitoring.analytics.days_until_full import FEWEST_DAYS, DaysLeft, days_left
from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.trends.amounts import day, figure, some_days
from pawpop_monitoring.contracts.insights_response import CapacityView, State
from pawpop_monitoring.domain.plural import plural
from pawpop_monitoring.domain.readings.trends import DayFigure, Figure, TrendReading
from pawpop_monitoring.domain.rules.supabase import CAPACITY
from pawpop_monitoring.domain.service import SUPABASE, ServiceStatus
from pawpop_monitoring.domain.severity import Severity

_LOOKED_BACK = 28
_ENOUGH = 1.25
"""Of the days that are told: in between, an open alert stays so."""


@dataclass(frozen=True, slots=True)
class Filling:
    """Something that ends when `figure` reaches `full`; told at fewer `days` than these, the mildest severity first."""

    what: str
    label: str
    figure: Figure
    full: float
    unit: str
    days: Sequence[tuple[float, Severity]]
    then: str
    unread: str


_SOON = ((14.0, Severity.MEDIUM), (3.0, Severity.HIGH))
FILLING = (
    Filling(
        "disk",
        "The disk of the database",
        (SUPABASE, "diskUsedPercent"),
        95.0,  # there Supabase makes the database read-only
        "%",
        _SOON,
        "Supabase lets nothing more be written then",
        "The disk is not seen: that takes SupabaseApiKey and SupabaseProjectUrl.",
    ),
    Filling(
        "connections",
        "The database's connections",
        (SUPABASE, "connectionUtilization"),
        100.0,
        "%",
        _SOON,
        "the shop is refused further ones then",
        "How many connections are taken was not seen yet.",
    ),
    Filling(
        "transaction_ids",
        "The database's transaction numbers",
        (SUPABASE, "wraparoundAge"),
        2.0**31 - 1e6,
        "transactions",
        ((180.0, Severity.LOW), (30.0, Severity.HIGH)),
        "the database refuses to write then",
        "How many of the database's transaction numbers are used up was not seen yet.",
    ),
)


def judge_capacity(judgement: Judgement, reading: TrendReading) -> Sequence[CapacityView]:
    """Each of them; what can't be known yet is neither good nor bad."""
    return [_judged(judgement, filling, reading) for filling in FILLING]


def _judged(judgement: Judgement, filling: Filling, reading: TrendReading) -> CapacityView:
    days = reading.figures.get(filling.figure, ())[-_LOOKED_BACK:]
    left = days_left([(float(one.day.toordinal()), one.high) for one in days], filling.full)
    if left is None:
        return _unknown(filling, days)
    today = reading.read_at.date()
    view = _view(filling, days, left, today)
    _decide(judgement, filling, left, view)
    return view


def _unknown(filling: Filling, days: Sequence[DayFigure]) -> CapacityView:
    if not days:
        return CapacityView(service=SUPABASE, what=filling.what, text=filling.unread)
    used = _amount(days[-1].high, filling)
    return CapacityView(
        service=SUPABASE,
        what=filling.what,
        state=State.LEARNING,
        text=f"{filling.label}: {used} used. To say when that is all takes {FEWEST_DAYS} days; {len(days)} so far.",
        basis=plural(len(days), "day"),
        used=days[-1].high,
        full=filling.full,
        unit=filling.unit,
    )


def _view(filling: Filling, days: Sequence[DayFigure], left: DaysLeft, today: date) -> CapacityView:
    likely = _on(today, left.likely)
    used = f"{filling.label}: {_amount(days[-1].high, filling)} used"
    if left.likely and likely:
        reached = f"{_amount(filling.full, filling)} are reached in {some_days(left.likely)}, on {day(likely)}"
        when = f"At the pace of the last weeks {reached}; {filling.then}."
    else:
        when = "At the pace of the last weeks it does not fill up."
    return CapacityView(
        service=SUPABASE,
        what=filling.what,
        state=State.KNOWN,
        text=f"{used}. {when}",
        basis=f"the highest value of each of {len(days)} days",
        used=days[-1].high,
        full=filling.full,
        unit=filling.unit,
        days_left=None if left.likely is None else round(left.likely, 1),
        full_on=likely,
        soonest=_on(today, left.soonest),
        latest=_on(today, left.latest),
    )


def _amount(value: float, filling: Filling) -> str:
    """Of what is counted, the number alone: its name is in the label."""
    return figure(value, filling.unit if filling.unit == "%" else "")


def _decide(judgement: Judgement, filling: Filling, left: DaysLeft, view: CapacityView) -> None:
    """Only what clearly grows is told: four in five of its slopes do."""
    likely, target = left.likely, filling.what
    severe = [(most, severity) for most, severity in filling.days if likely is not None and likely < most]
    if severe and left.latest is not None:
        most, severity = severe[-1]
        finding = CAPACITY.broken(
            severity,
            f"{filling.label} will be used up in {some_days(likely or 0.0)}",
            target=target,
            value=round(likely or 0.0, 1),
            threshold=most,
            unit="days",
            evidence={
                "used": figure(view.used or 0.0, filling.unit),
                "full": figure(filling.full, filling.unit),
                "fullOn": view.full_on.isoformat() if view.full_on else None,
                "soonest": view.soonest.isoformat() if view.soonest else None,
                "latest": view.latest.isoformat() if view.latest else None,
            },
        )
        judgement.bad(finding, ServiceStatus.WARNING)
    elif likely is None or likely > _ENOUGH * filling.days[0][0]:
        judgement.clear([CAPACITY], target)
    else:
        judgement.undecided([CAPACITY], target)


def _on(today: date, days: float | None) -> date | None:
    return None if days is None else today + timedelta(days=days)

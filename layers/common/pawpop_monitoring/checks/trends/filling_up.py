"""The rule `capacity`: what fills up, and on which day it is full at the pace of late."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from pawpop_monitoring.analytics.days_until_full import FEWEST_DAYS, DaysLeft, days_left
from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.trends.amounts import coming_day, day, figure, some_days
from pawpop_monitoring.contracts.insights_response import CapacityView, State
from pawpop_monitoring.domain.plural import plural
from pawpop_monitoring.domain.readings.trends import DayFigure, Figure, TrendReading
from pawpop_monitoring.domain.rules.supabase import CAPACITY
from pawpop_monitoring.domain.service import SUPABASE, ServiceStatus
from pawpop_monitoring.domain.severity import Severity

_LOOKED_BACK = 28
_GONE = timedelta(days=2)
"""What was seen longer ago says nothing of now."""
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


def judge_capacity(judgement: Judgement, reading: TrendReading, zone: ZoneInfo) -> Sequence[CapacityView]:
    """Each of them; what can't be known yet is neither good nor bad."""
    now = reading.read_at.astimezone(zone)
    return [_judged(judgement, filling, reading, now) for filling in FILLING]


def _judged(judgement: Judgement, filling: Filling, reading: TrendReading, now: datetime) -> CapacityView:
    days = reading.figures.get(filling.figure, ())[-_LOOKED_BACK:]
    if days and reading.read_at.date() - days[-1].day > _GONE:
        return _unseen(filling, days[-1])
    left = days_left([(float(one.day.toordinal()), one.high) for one in days], filling.full)
    if left is None:
        return _unknown(filling, days)
    view = _view(filling, days, left, now)
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


def _unseen(filling: Filling, last: DayFigure) -> CapacityView:
    seen = f"{_amount(last.high, filling)} used on {day(last.day)}, and it was not seen since."
    return CapacityView(service=SUPABASE, what=filling.what, text=f"{filling.label}: {seen}")


def _view(filling: Filling, days: Sequence[DayFigure], left: DaysLeft, now: datetime) -> CapacityView:
    likely = _on(now, left.likely)
    return CapacityView(
        service=SUPABASE,
        what=filling.what,
        state=State.KNOWN,
        text=f"{filling.label}: {_amount(days[-1].high, filling)} used. {_when(filling, left.likely, now)}",
        basis=f"the highest value of each of {len(days)} days",
        used=days[-1].high,
        full=filling.full,
        unit=filling.unit,
        days_left=None if left.likely is None else round(left.likely, 1),
        full_on=likely,
        soonest=_on(now, left.soonest),
        latest=_on(now, left.latest),
    )


def _when(filling: Filling, likely: float | None, now: datetime) -> str:
    on, full = _on(now, likely), _amount(filling.full, filling)
    if likely is None or on is None:
        return "At the pace of the last weeks it does not fill up."
    if likely <= 0:
        return f"The limit of {full} is reached; {filling.then}."
    reached = f"{full} are reached in {some_days(likely)}, on {coming_day(on, now.date())}"
    return f"At the pace of the last weeks {reached}; {filling.then}."


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
            _used_up(filling.label, likely or 0.0),
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


def _used_up(label: str, likely: float) -> str:
    return f"{label} will be used up in {some_days(likely)}" if likely > 0 else f"{label}: all is used up"


def _on(now: datetime, days: float | None) -> date | None:
    return None if days is None else (now + timedelta(days=days)).date()

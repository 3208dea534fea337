"""The rule `drift`: days that cost more than the weeks before, a little each, so that no single one shows it."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pawpop_monitoring.analytics.change_point import changed_at
from pawpop_monitoring.analytics.drift import FEWEST_DAYS, Drift, drift_of, smallest_told
from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.trends.amounts import day, money, more_than, percent
from pawpop_monitoring.checks.trends.contributors import endpoints_of_week, evidence_of, said_of
from pawpop_monitoring.checks.trends.told import Kind
from pawpop_monitoring.contracts.insights_response import AnomalyView, DriftView, State
from pawpop_monitoring.domain.plural import plural
from pawpop_monitoring.domain.readings.fal_ai import DailyCosts
from pawpop_monitoring.domain.readings.trends import TrendReading
from pawpop_monitoring.domain.rules.fal_ai import DRIFT
from pawpop_monitoring.domain.service import FAL_AI, ServiceStatus
from pawpop_monitoring.domain.severity import Severity

_LOOKED_BACK = 56
_OF_THE_LIMIT, _DAYS_A_MONTH = 0.005, 30
"""Of what may be spent in a month: a rise that makes it dearer by less is on the page, and in nobody's mail."""
_NO_CHANGE = 10.0
"""A rise to more than so many times as much is none that anybody would call slow."""
COST_DRIFT: Kind = (FAL_AI, "cost", "drift")


def judge_drift(
    judgement: Judgement | None,
    reading: TrendReading,
    zone: ZoneInfo,
    month_limit: float,
    days_since: int | None = None,
) -> Sequence[AnomalyView]:
    """Of the daily cost; only what costs more is told, and is not nothing beside `month_limit` US dollars.

    `days_since` is how long ago one stood, if any is known.
    """
    daily = reading.daily
    if daily is None or len(daily.before) < FEWEST_DAYS:
        return ()
    found = drift_of(daily.before, days_since)
    view = _view(daily, found, reading, zone) if found else None
    if judgement is not None:
        if found and view and _DAYS_A_MONTH * (view.seen - view.expected) >= _OF_THE_LIMIT * month_limit:
            _tell(judgement, found, view)
        else:
            judgement.clear([DRIFT])
    return (view,) if view else ()


def sharpness_of(daily: DailyCosts | None, days_since: int | None = None) -> DriftView:
    """How small a rise could be told in this shop."""
    days = len(daily.before) if daily else 0
    smallest = smallest_told(daily.before, days_since) if daily else None
    if smallest is None:
        text = f"Slow rises: learning, {days} of {FEWEST_DAYS} days."
        return DriftView(state=State.LEARNING, text=text, basis=plural(days, "day"))
    basis = f"{days} full days of costs"
    if smallest > _NO_CHANGE:
        text = "This shop's days cost now so much and now so little that a slow rise can't be told from that."
        return DriftView(state=State.KNOWN, text=text, basis=basis)
    return DriftView(
        state=State.KNOWN,
        text=f"A lasting rise of a day's cost by {percent(smallest)} or more is found within a week (19 times in 20); a"
        " smaller one may be lost in the ups and downs of this shop's days.",
        basis=basis,
        smallest_change=round(smallest, 3),
    )


def _tell(judgement: Judgement, found: Drift, view: AnomalyView) -> None:
    finding = DRIFT.broken(
        Severity.LOW,
        f"Days at fal.ai cost {more_than(found.change)} those of the weeks before",
        value=view.seen,
        threshold=view.expected,
        unit="USD",
        evidence={
            "since": view.since.date().isoformat(),
            "changePercent": round(100 * found.change),
            **evidence_of(view.contributors),
        },
    )
    judgement.bad(finding, ServiceStatus.HEALTHY)


def _view(daily: DailyCosts, found: Drift, reading: TrendReading, zone: ZoneInfo) -> AnomalyView:
    recent = found.counted(daily.before)
    seen = sum(recent) / len(recent)
    usual, since = seen / (1 + found.change), _since(daily)
    by = endpoints_of_week(reading)
    return AnomalyView(
        service=FAL_AI,
        what="cost",
        direction="drift",
        since=datetime.combine(since, time(), zone),
        seen=round(seen, 2),
        expected=round(usual, 2),
        unit="USD",
        contributors=by,
        text=f"Since {day(since)} a day at fal.ai costs {money(seen)}, {more_than(found.change)} the"
        f" {money(usual)} of the weeks before.{said_of(by)}",
        basis=f"{len(daily.before)} full days of costs, each against its own weekday",
    )


def _since(daily: DailyCosts) -> date:
    """The day from which two levels explain the last weeks best."""
    days = daily.before[-_LOOKED_BACK:]
    place = changed_at(days)
    return daily.today - timedelta(days=len(days) - (len(days) - 1 if place is None else place))

"""Readings of a shop that is as ever, and what is judged of them."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.trends.judge import Surroundings, judge
from pawpop_monitoring.contracts.insights_response import Insights
from pawpop_monitoring.domain.readings.fal_ai import DailyCosts
from pawpop_monitoring.domain.readings.trends import CountedHours, DayFigure, EndpointUse, TrendReading
from tests.factories import NOW

UTC_ZONE = ZoneInfo("UTC")
AROUND = Surroundings(zone=UTC_ZONE, month_limit=1000.0)


def make_reading(**fields: Any) -> TrendReading:
    """Nothing but what is given."""
    return TrendReading(**{"read_at": NOW} | fields)


def judged(around: Surroundings = AROUND, **fields: Any) -> tuple[Insights, Mapping[str, Judgement]]:
    return judge(make_reading(**fields), around)


def outline(judgements: Mapping[str, Judgement]) -> list[str]:
    """Such as `fal-ai:unusual:calls medium`."""
    found = [finding for judgement in judgements.values() for finding in judgement.findings]
    return sorted(f"{finding.fingerprint} {finding.severity}" for finding in found)


def even_days(a_day: float, days: int = 89) -> DailyCosts:
    return DailyCosts(date(2026, 11, 23), 0.5, (a_day,) * days)


def hours(
    usual: int, *, weeks: int = 8, end: Sequence[int] = (), price: float = 0.05, failed: Sequence[int] = ()
) -> CountedHours:
    """`usual` calls each hour up to now, give or take a few, but for the last ones, which are `end`."""
    number = weeks * 7 * 24
    even = [usual + (place * 7919 % 5) - 2 for place in range(number - len(end))]
    calls = (*even, *end)
    bad = (*(0 for _ in range(number - len(failed))), *failed)
    return CountedHours(
        first=NOW - timedelta(hours=number), calls=calls, failed=bad, costs=tuple(price * each for each in calls)
    )


def growing(today: float, a_day: float, days: int = 28) -> tuple[DayFigure, ...]:
    """Of a figure that grows evenly up to `today`."""
    values = [today - a_day * back for back in range(days - 1, -1, -1)]
    first = NOW.date() - timedelta(days=days - 1)
    return tuple(DayFigure(first + timedelta(days=place), each, each) for place, each in enumerate(values))


def endpoint(name: str, *, now: float, usual: float) -> EndpointUse:
    return EndpointUse(
        endpoint=name,
        cost_now=now,
        cost_usual=usual,
        cost_week=now,
        cost_weeks_before=usual,
        requests_month=1000,
        refused_month=0,
        cost_month=50.0,
    )

"""What contributes most to something unusual: endpoints of fal.ai by their costs, types of Stripe by their events."""

from collections.abc import Mapping, Sequence

from pawpop_monitoring.analytics.change_point import contributions
from pawpop_monitoring.analytics.hourly_counts import Direction
from pawpop_monitoring.checks.trends.amounts import percent
from pawpop_monitoring.contracts.insights_response import ContributionView
from pawpop_monitoring.domain.readings.trends import TrendReading

_MOST_CONTRIBUTORS = 3
_NOTABLE_SHARE, _MOST = 0.1, 0.5


def endpoints_of(reading: TrendReading) -> tuple[ContributionView, ...]:
    """Those that cost more than usual, in US dollars of the last hours."""
    before = {one.endpoint: one.cost_usual for one in reading.endpoints}
    now = {one.endpoint: one.cost_now for one in reading.endpoints}
    return _most(before, now, Direction.MORE, "USD", _NOTABLE_SHARE)


def endpoints_of_week(reading: TrendReading) -> tuple[ContributionView, ...]:
    """Those that cost more a week than in the weeks before, however little of the change that is."""
    before = {one.endpoint: one.cost_weeks_before for one in reading.endpoints}
    now = {one.endpoint: one.cost_week for one in reading.endpoints}
    return _most(before, now, Direction.MORE, "USD", least_share=0.0)


def event_types_of(reading: TrendReading, direction: Direction) -> tuple[ContributionView, ...]:
    """Those of which there are more than usual, or fewer."""
    before = {one.name: one.usual for one in reading.event_types}
    now = {one.name: one.now for one in reading.event_types}
    return _most(before, now, direction, "events", _NOTABLE_SHARE)


def said_of(by: Sequence[ContributionView]) -> str:
    """A sentence on the first, with a space before it; empty if there is none."""
    if not by:
        return ""
    how = "Mostly" if by[0].share >= _MOST else "The largest part"
    return f" {how} by {by[0].name} ({percent(by[0].share)} of the change)."


def evidence_of(by: Sequence[ContributionView]) -> dict[str, str]:
    """The same as a fact of an alert."""
    if not by:
        return {}
    return {"mostlyBy" if by[0].share >= _MOST else "largestPartBy": by[0].name}


def _most(
    before: Mapping[str, float], now: Mapping[str, float], direction: Direction, unit: str, least_share: float
) -> tuple[ContributionView, ...]:
    return tuple(
        ContributionView(
            name=one.name,
            change=round(one.change, 2),
            unit=unit,
            change_usd=round(one.change, 2) if unit == "USD" else None,
            share=round(one.share, 3),
        )
        for one in contributions(before, now)[:_MOST_CONTRIBUTORS]
        if (one.change > 0) == (direction is Direction.MORE) and one.share >= least_share
    )

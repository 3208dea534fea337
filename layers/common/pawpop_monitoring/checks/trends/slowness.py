"""Services that answer far more slowly than at the same hour of earlier days, and since when.

This is shown beside what else is unusual and wakes nobody: what is too slow for customers has limits of its own.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp, log
from zoneinfo import ZoneInfo

from pawpop_monitoring.analytics.quantiles import median
from pawpop_monitoring.analytics.surprise import STRANGE, Surprise
from pawpop_monitoring.checks.trends.amounts import figure
from pawpop_monitoring.checks.trends.hours import Known
from pawpop_monitoring.checks.trends.releases import released_before
from pawpop_monitoring.contracts.insights_response import AnomalyView
from pawpop_monitoring.domain.readings.trends import Figure, HourFigure, TrendReading
from pawpop_monitoring.domain.service import FAL_AI, STRIPE, SUPABASE

LEARNING = timedelta(days=14)
_NAMES: dict[Figure, str] = {
    (FAL_AI, "responseTimeP95"): "Images take far longer than usual: 95 in 100 up to",
    (STRIPE, "responseTimeP95"): "Webhooks are handled far more slowly than usual: 95 in 100 within",
    (SUPABASE, "averageQueryMs"): "The shop's queries of the database take far longer than usual: on average",
}
TIMED: Sequence[Figure] = tuple(_NAMES)
_LEAST_SLOWER = 1.25
"""What is strange but hardly slower is not worth a sentence."""
_FRESH = timedelta(hours=3)
"""Of the last hour that was measured: what is older says nothing of now."""
_SAME_HOURS = 21


@dataclass(frozen=True, slots=True)
class Slow:
    """`seen` and what was expected, in ms, and when it became so."""

    since: datetime
    seen: float
    expected: float


def slowness_of(reading: TrendReading, zone: ZoneInfo, known: Known) -> Iterator[AnomalyView]:
    """Of each figure that is slow now; of one with too little past, nothing."""
    for of, said in _NAMES.items():
        hours = reading.hours.get(of, ())
        if hours and reading.read_at - hours[-1].hour <= _FRESH and (slow := slow_now(hours, zone, known)):
            yield _view(of, said, slow, reading)


def slow_now(hours: Sequence[HourFigure], zone: ZoneInfo, known: Known) -> Slow | None:
    """Whether the last of these hours, oldest first, is strange, after the past of two weeks.

    Times are compared by their ratio: twice as long is as strange in the night as at noon.
    """
    watch, before, since = Surprise(), dict[int, list[float]](), None
    slow: Slow | None = None
    for one in hours:
        local = one.hour.astimezone(zone)
        if one.mean <= 0 or known(one.hour):
            continue
        same = before.setdefault(local.hour, [])
        is_strange = watch.strangeness(local, log(one.mean)) > STRANGE and one.hour - hours[0].hour >= LEARNING
        expected = exp(median(same[-_SAME_HOURS:])) if same else one.mean
        since = (since or one.hour) if is_strange and one.mean >= _LEAST_SLOWER * expected else None
        slow = Slow(since, one.mean, expected) if since else None
        same.append(log(one.mean))
    return slow


def _view(of: Figure, said: str, slow: Slow, reading: TrendReading) -> AnomalyView:
    service, name = of
    usual = f"where {figure(slow.expected, 'ms')} are usual at this hour"
    return AnomalyView(
        service=service,
        what=name,
        direction="more",
        since=slow.since,
        seen=round(slow.seen, 1),
        expected=round(slow.expected, 1),
        unit="ms",
        text=f"{said} {figure(slow.seen, 'ms')}, {usual}.{released_before(reading.deployments, slow.since)}",
        basis=f"the same hour of the last {_SAME_HOURS} days",
    )

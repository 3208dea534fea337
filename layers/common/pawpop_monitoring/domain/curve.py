"""How the number that an alert is about moved, before it opened and since."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from pawpop_monitoring.domain.alert import Alert

_MOST_POINTS = 120
_SHORTEST_STEP = timedelta(minutes=1)
_BEFORE = timedelta(hours=3)
_MOST_BEFORE = timedelta(days=2)
_AFTER = timedelta(hours=1)
_LONGEST = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveSpan:
    """The span [since, until) that is looked at, in `step`s."""

    since: datetime
    until: datetime
    step: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """The worst value of each step, oldest first: (when the step begins, value)."""

    step: timedelta
    points: Sequence[tuple[datetime, float]]


def span_around(alert: Alert, now: datetime) -> CurveSpan:
    """From as long before as it lasts (three hours to two days) to an hour after its end; at most 30 days."""
    until = min(now, alert.resolved_at + _AFTER) if alert.resolved_at else now
    lasted = max(until - alert.timestamp, timedelta(0))
    since = max(alert.timestamp - min(max(lasted, _BEFORE), _MOST_BEFORE), until - _LONGEST)
    minutes = -(-(until - since) // (_SHORTEST_STEP * _MOST_POINTS))
    return CurveSpan(since=since, until=until, step=_SHORTEST_STEP * max(1, minutes))

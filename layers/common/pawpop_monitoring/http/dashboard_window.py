"""Which span a range means, and into how many steps it is cut: never more than 300."""

from datetime import datetime, timedelta

from pawpop_monitoring.contracts.dashboard_response import Range
from pawpop_monitoring.domain.history import Window

INTERVALS_UNTIL_STALE = 3
"""A check speaks for itself until three intervals have gone by without another."""

_SPANS: dict[Range, tuple[timedelta, timedelta]] = {
    "24h": (timedelta(hours=24), timedelta(minutes=5)),
    "7d": (timedelta(days=7), timedelta(minutes=40)),
    "30d": (timedelta(days=30), timedelta(minutes=150)),
}


def window_of(chosen: Range, now: datetime, check_interval: timedelta) -> Window:
    """The span that ends now; its steps are at least as long as the checks are apart."""
    span, step = _SPANS[chosen]
    return Window(
        since=now - span,
        until=now,
        step=max(step, check_interval),
        patience=check_interval * INTERVALS_UNTIL_STALE,
    )

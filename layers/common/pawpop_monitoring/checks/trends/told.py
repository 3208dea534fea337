"""What was told in a quarter: chance brings a shop something unusual now and then, so the next has to be clearer.

It is kept with what each look found, since no series reaches back that far.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from pawpop_monitoring.analytics.drift import QUARTER_DAYS
from pawpop_monitoring.contracts.insights_response import AnomalyView, ToldView

_QUARTER = timedelta(days=QUARTER_DAYS)

type Kind = tuple[str, str, str]
"""Service, what, and direction of an anomaly."""


def days_since(told: Sequence[ToldView], kind: Kind, now: datetime) -> int | None:
    """For how many days none of this kind was there; None if none was in the quarter."""
    past = [now - one.last for one in told if _kind(one) == kind]
    return next((max(0, each.days) for each in past if each <= _QUARTER), None)


def remembered(told: Sequence[ToldView], anomalies: Sequence[AnomalyView], now: datetime) -> tuple[ToldView, ...]:
    """`told` with what is there `now`, and without what is older than a quarter."""
    last = {_kind(one): one.last for one in told if now - one.last <= _QUARTER}
    last |= dict.fromkeys(map(_kind, anomalies), now)
    return tuple(
        ToldView.model_validate({"service": service, "what": what, "direction": direction, "last": moment})
        for (service, what, direction), moment in last.items()
    )


def _kind(one: ToldView | AnomalyView) -> Kind:
    return one.service, one.what, one.direction

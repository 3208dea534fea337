"""The rules `dead_letters` and `delivery_failing`: does what was decided get to people?"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.readings.system import Deliveries, QueueDepth, Unread
from pawpop_monitoring.domain.rules.system import DEAD_LETTERS, DELIVERY_FAILING
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity

MOST_FAILURES = 2
"""Attempts that may fail one after the other: a provider is allowed a hiccup."""

_MINUTE = timedelta(minutes=1)


def judge_dead_letters(judgement: Judgement, queues: Mapping[str, QueueDepth | Unread], now: datetime) -> None:
    """Each queue on its own."""
    for name, depth in queues.items():
        if isinstance(depth, Unread):
            judgement.unknown(f"Dead letters of {name}: {depth.reason}")
        elif depth.messages > 0:
            judgement.bad(_dead_letters(name, depth, now), ServiceStatus.WARNING)
        elif depth.messages == 0:
            judgement.clear([DEAD_LETTERS], name)
        else:
            judgement.unknown(f"Dead letters of {name}: {depth.messages} is no number of messages.")


def judge_deliveries(judgement: Judgement, deliveries: Deliveries, now: datetime, *, settled: bool) -> None:
    """Failures one after the other, or somebody who was never told.

    Unless the database is `settled`, the record of a delivery may still be on its way there.
    """
    undelivered = deliveries.undelivered if settled else 0
    if deliveries.failures > MOST_FAILURES or undelivered:
        judgement.bad(_failing(deliveries, undelivered, now), ServiceStatus.WARNING)
    elif not deliveries.failures and (settled or deliveries.accepted):
        judgement.clear([DELIVERY_FAILING])


def _dead_letters(name: str, depth: QueueDepth, now: datetime) -> Finding:
    age = _minutes(now - depth.oldest) if depth.oldest else None
    one = depth.messages == 1
    return DEAD_LETTERS.broken(
        Severity.HIGH,
        f"{'A message' if one else 'Messages'} of the queue of {name} {'was' if one else 'were'} given up",
        target=name,
        value=depth.messages,
        threshold=0,
        unit="messages",
        evidence={"queue": name, "oldest": depth.oldest and depth.oldest.isoformat(), "oldestAgeMinutes": age},
    )


def _failing(deliveries: Deliveries, undelivered: int, now: datetime) -> Finding:
    oldest = deliveries.oldest_undelivered if undelivered else None
    failures = deliveries.failures > MOST_FAILURES
    channels = dict.fromkeys(
        [*(deliveries.failing if failures else ()), *(deliveries.undelivered_by if undelivered else ())]
    )
    evidence: dict[str, object] = {
        "failedInARow": deliveries.failures,
        "undelivered": undelivered,
        "oldestAgeMinutes": _minutes(now - oldest) if oldest else None,
        "lastError": deliveries.last_error,
    } | ({"channels": list(channels)} if channels else {})
    return DELIVERY_FAILING.broken(
        Severity.HIGH,
        f"Alerts can't be delivered{f' over {shown}' if (shown := ', '.join(channels)) else ''}",
        value=deliveries.failures if failures else undelivered,
        threshold=MOST_FAILURES if failures else 0,
        unit="attempts" if failures else "alerts",
        evidence=evidence,
    )


def _minutes(age: timedelta) -> float:
    """Another's clock may be ahead of ours."""
    return max(0.0, round(age / _MINUTE, 1))

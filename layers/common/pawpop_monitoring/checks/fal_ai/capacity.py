"""The rule `rate_limit`: how many requests are left, as fal.ai last said."""

from datetime import datetime, timedelta

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.domain.readings.fal_ai import RateLimit
from pawpop_monitoring.domain.rules.fal_ai import RATE_LIMIT
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity

FRESH = timedelta(minutes=15)
_OVER = timedelta(hours=1)
"""A limit is renewed within minutes: if nobody ran into it for so long, it is not running out any more."""


def judge_capacity(judgement: Judgement, limit: RateLimit | None, threshold: int, now: datetime) -> None:
    """Only a fresh report can break the rule; one that is forgotten lets an open alert end."""
    if limit is None:
        judgement.note("How many requests are left is not reported.")
    elif limit.remaining < 0:
        judgement.unknown(f"How many requests are left is unknown: {limit.remaining} was reported.")
    elif now - limit.reported_at > FRESH:
        _judge_old(judgement, now - limit.reported_at)
    elif limit.remaining and limit.remaining >= threshold:
        judgement.clear([RATE_LIMIT])
    else:
        _judge_low(judgement, limit, threshold)


def _judge_old(judgement: Judgement, age: timedelta) -> None:
    judgement.note(f"How many requests are left was last reported {age // timedelta(minutes=1)} minutes ago.")
    if age > _OVER:
        judgement.clear([RATE_LIMIT])


def _judge_low(judgement: Judgement, limit: RateLimit, threshold: int) -> None:
    finding = RATE_LIMIT.broken(
        Severity.MEDIUM if limit.remaining else Severity.HIGH,
        "Rate limit nearly used up" if limit.remaining else "Rate limit used up",
        value=float(limit.remaining),
        threshold=float(threshold),
        unit="requests",
        evidence={"reportedAt": limit.reported_at.isoformat()},
    )
    judgement.bad(finding, ServiceStatus.WARNING)

"""The rule `rate_limit`: how many requests are left, as fal.ai last said."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.domain.duration import duration
from pawpop_monitoring.domain.readings.fal_ai import RateLimit
from pawpop_monitoring.domain.rules.fal_ai import RATE_LIMIT
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity

FRESH = timedelta(minutes=15)
_OVER = timedelta(hours=1)
"""A limit is renewed within minutes: if nobody ran into it for so long, it is not running out any more."""


def judge_capacity(judgement: Judgement, limits: Sequence[RateLimit], threshold: int, now: datetime) -> None:
    """Each endpoint has a limit of its own, and the lowest counts.

    Only a fresh report can break the rule; one that is forgotten lets an open alert end.
    """
    known = [limit for limit in limits if limit.remaining >= 0]
    for limit in limits:
        if limit.remaining < 0:
            judgement.unknown(f"How many requests are left is unknown: {limit.remaining} was reported.")
    low = [limit for limit in known if now - limit.reported_at <= _OVER and not _is_enough(limit.remaining, threshold)]
    fresh_and_low = [limit for limit in low if now - limit.reported_at <= FRESH]
    if fresh_and_low:
        _judge_low(judgement, fresh_and_low, threshold)
        return
    _note_age(judgement, limits, known, now)
    if known and len(known) == len(limits) and not low and not _is_forgotten(known, now):
        judgement.clear([RATE_LIMIT])


def shown_limit(limits: Sequence[RateLimit], now: datetime) -> RateLimit | None:
    """The lowest of those reported lately, which is what the rule goes by; without any, the newest report."""
    known = [limit for limit in limits if limit.remaining >= 0]
    fresh = [limit for limit in known if now - limit.reported_at <= FRESH]
    if fresh:
        return min(fresh, key=lambda limit: limit.remaining)
    return max(known, key=lambda limit: limit.reported_at, default=None)


def _is_enough(remaining: int, threshold: int) -> bool:
    return bool(remaining) and remaining >= threshold


def _is_forgotten(known: Sequence[RateLimit], now: datetime) -> bool:
    """Reports that are neither fresh nor old enough to say that it is over."""
    return FRESH < now - max(limit.reported_at for limit in known) <= _OVER


def _note_age(judgement: Judgement, limits: Sequence[RateLimit], known: Sequence[RateLimit], now: datetime) -> None:
    if not limits:
        judgement.note("How many requests are left is not reported.")
        return
    age = min((now - limit.reported_at for limit in known), default=timedelta())
    if age > FRESH:
        judgement.note(f"How many requests are left was last reported {duration(age)} ago.")


def _judge_low(judgement: Judgement, low: Sequence[RateLimit], threshold: int) -> None:
    limit, endpoints = min(low, key=lambda limit: limit.remaining), len(low)
    of_one = {"endpoint": limit.endpoint} if limit.endpoint else {}
    of_more = {"endpointsAffected": endpoints} if endpoints > 1 else {}
    finding = RATE_LIMIT.broken(
        Severity.MEDIUM if limit.remaining else Severity.HIGH,
        "Rate limit nearly used up" if limit.remaining else "Rate limit used up",
        value=float(limit.remaining),
        threshold=float(threshold),
        unit="requests",
        as_of=limit.reported_at if endpoints == 1 and not _was_low(limit, threshold) else None,
        evidence={"reportedAt": limit.reported_at.isoformat()} | of_one | of_more,
    )
    judgement.bad(finding, ServiceStatus.WARNING)


def _was_low(limit: RateLimit, threshold: int) -> bool:
    """Whether two reports say so; one alone may be the last of a burst that is over."""
    return limit.before is not None and limit.before >= 0 and not _is_enough(limit.before, threshold)

"""What a snapshot of fal.ai shows besides its status."""

import math
from datetime import datetime
from decimal import Decimal
from typing import Any

from pawpop_monitoring.checks.fal_ai.capacity import shown_limit
from pawpop_monitoring.checks.fal_ai.failures import sample_of
from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.domain.readings.fal_ai import Answered, FalReading, FalUsage, Traffic

_LEFT_OUT: tuple[object, ...] = (None, [])


def details_of(reading: FalReading, judgement: Judgement) -> dict[str, Any]:
    """Figures and sentences, JSON-serialisable; what is not known is left out."""
    details: dict[str, Any] = {
        "problems": [finding.message for finding in judgement.findings],
        "unknown": judgement.unknowns,
        "notes": judgement.notes,
        "balance": _money(reading.balance),
        "billedToday": _money(reading.billed_today),
        "probeMs": round(reading.probe.milliseconds, 1) if isinstance(reading.probe, Answered) else None,
    }
    details |= judgement.figures
    if isinstance(reading.usage, FalUsage):
        details |= _usage(reading.usage) | _requests_left(reading.usage, reading.read_at)
    return {key: value for key, value in details.items() if key == "problems" or value not in _LEFT_OUT}


def _usage(usage: FalUsage) -> dict[str, Any]:
    return {
        "dailyCost": _money(usage.today.cost),
        "monthlyCost": _money(usage.month.cost),
        "requestsToday": usage.today.requests,
        "requestsThisMonth": usage.month.requests,
    } | _traffic(usage)


def _requests_left(usage: FalUsage, now: datetime) -> dict[str, Any]:
    limit = shown_limit(usage.limits, now)
    if limit is None:
        return {}
    return {"rateLimitRemaining": limit.remaining, "rateLimitReportedAt": limit.reported_at.isoformat()}


def response_time_of(reading: FalReading) -> float | None:
    """What 95 in 100 of the shop's own calls took at most, in ms; None where no call is known."""
    recent = _recent(reading.usage) if isinstance(reading.usage, FalUsage) else None
    return _milliseconds(recent.p95_ms) if recent else None


def _recent(usage: FalUsage) -> Traffic | None:
    """The period that the error rate is taken from, or else the longest."""
    return sample_of(usage.traffic) or next(iter(reversed(usage.traffic)), None)


def _traffic(usage: FalUsage) -> dict[str, Any]:
    recent = _recent(usage)
    if recent is None:
        return {}
    return {
        "trafficHours": recent.period.hours,
        "succeededRequests": recent.succeeded,
        "failedRequests": recent.failed,
        "refusedByContent": recent.refused,
        "responseTimeP50": _milliseconds(recent.p50_ms),
        "responseTimeP95": _milliseconds(recent.p95_ms),
    }


def _money(amount: object) -> float | None:
    return float(amount) if isinstance(amount, Decimal) and amount.is_finite() else None


def _milliseconds(value: float | None) -> float | None:
    return round(value, 1) if value is not None and math.isfinite(value) else None

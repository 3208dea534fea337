"""The rule `error_rate`: how many requests failed, as far as fal.ai is to blame."""

from collections.abc import Sequence

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.domain.limits import Limits
from pawpop_monitoring.domain.readings.fal_ai import Traffic
from pawpop_monitoring.domain.rules.fal_ai import ERROR_RATE
from pawpop_monitoring.domain.service import ServiceStatus

MINIMUM_SAMPLE = 20
MINIMUM_FAILURES = 3
"""Fewer are what a deploy of half a minute leaves behind; the hour would show them for an hour."""


def sample_of(traffic: Sequence[Traffic]) -> Traffic | None:
    """The shortest period with enough requests: the last hour in a busy shop, a longer one in a quiet shop."""
    return next((recent for recent in traffic if _makes_sense(recent) and recent.sample >= MINIMUM_SAMPLE), None)


def judge_failures(judgement: Judgement, traffic: Sequence[Traffic], limits: Limits) -> None:
    """`limits` in percent."""
    sample = sample_of(traffic)
    if sample is None:
        _judge_few(judgement, traffic)
        return
    rate = sample.error_rate or 0.0
    exceeded = limits.exceeded_by(rate)
    if exceeded is None or sample.failed < MINIMUM_FAILURES:
        judgement.clear([ERROR_RATE])
        return
    finding = ERROR_RATE.broken(
        exceeded.severity,
        "High error rate detected",
        value=round(rate, 2),
        threshold=exceeded.limit,
        unit="%",
        evidence={
            "failedRequests": sample.failed,
            "requests": sample.sample,
            "hours": sample.period.hours,
            "refusedByContent": sample.refused,
            "mostCommonError": sample.common_error,
        },
    )
    judgement.bad(finding, ServiceStatus.WARNING)


def _judge_few(judgement: Judgement, traffic: Sequence[Traffic]) -> None:
    """Too few for a rate. Recovery asks for less: where requests succeed and none fails, nothing is wrong any more."""
    longest = traffic[-1] if traffic else None
    if longest is None or not _makes_sense(longest):
        judgement.unknown("The error rate is unknown: the counts of requests make no sense.")
        return
    seen = f"{longest.sample} of {MINIMUM_SAMPLE} in {longest.period.hours:g} hours"
    judgement.note(f"Too few requests for an error rate: {seen}.")
    if longest.succeeded and not longest.failed:
        judgement.clear([ERROR_RATE])


def _makes_sense(traffic: Traffic) -> bool:
    return traffic.succeeded >= 0 and traffic.failed >= 0

"""The rule `error_rate`: how many requests failed, as far as fal.ai is to blame."""

from collections.abc import Sequence
from dataclasses import replace

from pawpop_monitoring.analytics.counts import Counts
from pawpop_monitoring.analytics.looks import looks_back, nested
from pawpop_monitoring.analytics.norm import Demand
from pawpop_monitoring.analytics.rates import RateJudgement, judge_rate
from pawpop_monitoring.analytics.words import reason_of
from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.rate_verdict import judge_verdict
from pawpop_monitoring.domain.finding import Finding, beside
from pawpop_monitoring.domain.limits import Limits
from pawpop_monitoring.domain.readings.fal_ai import FalUsage, Traffic
from pawpop_monitoring.domain.rules.fal_ai import ERROR_RATE
from pawpop_monitoring.domain.severity import Severity

SHOWN_SAMPLE = 20
"""The figures that are shown are of the shortest period with so many requests."""
REFUSED = Demand(typical=Counts(2, 200), false_alarms=0.02)
_HOURS_A_YEAR = 365 * 24
_MONTHS_A_YEAR = 13


def sample_of(traffic: Sequence[Traffic]) -> Traffic | None:
    """The shortest period with enough requests: the last hour in a busy shop, a longer one in a quiet shop."""
    return next((recent for recent in traffic if _makes_sense(recent) and recent.sample >= SHOWN_SAMPLE), None)


def judge_failures(judgement: Judgement, usage: FalUsage, limits: Limits) -> None:
    """`limits` in percent; the excess over the first has to be more than chance and the usual rate explain."""
    if not any(_makes_sense(recent) for recent in usage.traffic):
        judgement.unknown("The error rate is unknown: the counts of requests make no sense.")
        return
    rate = _judged(usage, limits.first / 100)
    few = "Too few requests for an error rate: none in the last hours."
    judge_verdict(judgement, ERROR_RATE, rate, lambda: _finding(usage, rate, limits), "Requests to fal.ai", few)


def _judged(usage: FalUsage, limit: float) -> RateJudgement:
    demand = replace(REFUSED, limit=limit)
    periods = [Counts(recent.failed, recent.sample) for recent in usage.traffic if _makes_sense(recent)]
    looks = looks_back(usage.latest, periods) if usage.latest else nested(periods)
    before = Counts(usage.before.failed, usage.before.total)
    return judge_rate(looks, before, demand, _per_year(usage))


def _per_year(usage: FalUsage) -> float:
    longest = usage.traffic[-1]
    return max(longest.sample / longest.period.hours * _HOURS_A_YEAR, usage.before.total * _MONTHS_A_YEAR)


def _finding(usage: FalUsage, rate: RateJudgement, limits: Limits) -> Finding:
    seen, percent = rate.seen, 100 * rate.seen.share
    exceeded = limits.exceeded_by(percent)
    severity = exceeded.severity if exceeded and not rate.lasting else Severity.MEDIUM
    recent, limit = sample_of(usage.traffic) or usage.traffic[-1], exceeded.limit if exceeded else limits.first
    return ERROR_RATE.broken(
        severity,
        "Every request to fal.ai fails" if seen.failed == seen.total else "High error rate detected",
        value=beside(percent, limit),
        threshold=limit,
        unit="%",
        evidence={
            "reason": reason_of(rate),
            "judgedRequests": seen.total,
            "failedRequests": recent.failed,
            "requests": recent.sample,
            "hours": recent.period.hours,
            "refusedByContent": recent.refused,
            "mostCommonError": recent.common_error,
        },
    )


def _makes_sense(traffic: Traffic) -> bool:
    return traffic.succeeded >= 0 and traffic.failed >= 0

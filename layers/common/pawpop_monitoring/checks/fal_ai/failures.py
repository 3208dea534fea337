"""The rule `error_rate`: how many requests failed, as far as fal.ai is to blame."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from pawpop_monitoring.analytics.between_looks import (
    BetweenLooks,
    fullest_hiccup,
    outlasted_a_hiccup,
    outlasts_a_hiccup,
)
from pawpop_monitoring.analytics.counts import NONE, Counts
from pawpop_monitoring.analytics.looks import looks_back, nested
from pawpop_monitoring.analytics.norm import Demand
from pawpop_monitoring.analytics.rates import RateJudgement, Verdict, judge_rate
from pawpop_monitoring.analytics.words import reason_of
from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.rate_verdict import judge_verdict
from pawpop_monitoring.domain.finding import Finding, percent_beside
from pawpop_monitoring.domain.limits import Limits
from pawpop_monitoring.domain.readings.fal_ai import FalUsage, Tally, Traffic
from pawpop_monitoring.domain.rules.fal_ai import ERROR_RATE
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity

SHOWN_SAMPLE = 20
"""The figures that are shown are of the shortest period with so many requests."""
REFUSED = Demand(typical=Counts(2, 200), false_alarms=0.02)
_SETTLED = timedelta(minutes=15)
"""A hiccup that nothing went well after for so long may be none."""
_KNOWN, _BUSIEST = 200, 3
"""Requests of the weeks before that tell what comes within moments, and how many times that a busy hour may have."""
_WEEKS = timedelta(days=27)
_HOURS_A_YEAR = 365 * 24
_MONTHS_A_YEAR = 13


def sample_of(traffic: Sequence[Traffic]) -> Traffic | None:
    """The shortest period with enough requests: the last hour in a busy shop, a longer one in a quiet shop."""
    return next((recent for recent in traffic if _makes_sense(recent) and recent.sample >= SHOWN_SAMPLE), None)


def judge_failures(judgement: Judgement, usage: FalUsage, limits: Limits, now: datetime) -> None:
    """`limits` in percent; the excess over the first has to be more than chance, what is usual and a hiccup explain."""
    if not any(_makes_sense(recent) for recent in usage.traffic):
        judgement.unknown("The error rate is unknown: the counts of requests make no sense.")
        return
    limit = limits.first / 100
    rate = _judged(usage, limit)
    if rate.verdict is Verdict.BAD and _is_hiccup(usage, rate.seen, now):
        judgement.doubt(f"Requests to fal.ai: {reason_of(rate)}, all within two minutes.")
        return
    if rate.verdict is not Verdict.BAD and (over := _between_looks(usage, limit, now)):
        finding = _finding(usage, over.rate, limits)
        judgement.bad(replace(finding, message=f"Requests to fal.ai {over.in_words}"), ServiceStatus.WARNING)
        return
    few = "Too few requests for an error rate: none in the last hours."
    judge_verdict(judgement, ERROR_RATE, rate, lambda: _finding(usage, rate, limits), "Requests to fal.ai", few)


def _between_looks(usage: FalUsage, limit: float, now: datetime) -> BetweenLooks | None:
    return outlasted_a_hiccup(usage.latest, usage.failed_at, now, lambda newer: _judged(usage, limit, newer))


def _judged(usage: FalUsage, limit: float, newer: Counts = NONE) -> RateJudgement:
    """Without the `newer` ones, as it was before they came."""
    demand = replace(REFUSED, limit=limit)
    sensible = [recent for recent in usage.traffic if _makes_sense(recent)]
    longest = max(recent.period.end - recent.period.start for recent in sensible)
    periods = [Counts(recent.failed, recent.sample) for recent in sensible]
    periods += [Counts(tally.failed, tally.total) for length, tally in usage.finer if length < longest]
    periods = [period.without(newer) for period in periods]
    looks = looks_back(usage.latest[newer.total :], periods) if usage.latest else nested(periods)
    before = Counts(usage.before.failed, usage.before.total)
    return judge_rate(looks, before, demand, _per_year(usage))


def _is_hiccup(usage: FalUsage, seen: Counts, now: datetime) -> bool:
    """Whether so many of the newest failures came within moments, and it is not known yet that it goes on."""
    if len(usage.failed_at) < seen.failed:
        return False
    moments = usage.failed_at[: seen.failed]
    settled = usage.latest[0] and now - moments[0] >= _SETTLED
    if settled or outlasts_a_hiccup(moments, seen):
        return False
    hiccup = fullest_hiccup(moments)
    return len(hiccup) <= _most_within(hiccup[0] - hiccup[-1], usage.before)


def _most_within(span: timedelta, before: Tally) -> float:
    """What a shop sends in so short a time, with customers who try again; none where that is not known."""
    return _BUSIEST * (1 + before.total * (span / _WEEKS)) if before.total >= _KNOWN else 0


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
        _message(rate),
        value=percent_beside(percent, limit),
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


def _message(rate: RateJudgement) -> str:
    if rate.seen.failed == rate.seen.total:
        return "Every request to fal.ai fails"
    return "High error rate, as it has been for weeks" if rate.lasting else "High error rate detected"


def _makes_sense(traffic: Traffic) -> bool:
    return traffic.succeeded >= 0 and traffic.failed >= 0

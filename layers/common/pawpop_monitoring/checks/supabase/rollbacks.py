"""The rule `error_rate`: how many of the shop's transactions were rolled back."""

from collections.abc import Sequence

from pawpop_monitoring.analytics.counts import Counts
from pawpop_monitoring.analytics.looks import nested
from pawpop_monitoring.analytics.norm import Demand
from pawpop_monitoring.analytics.rates import RateJudgement, judge_rate
from pawpop_monitoring.analytics.words import reason_of
from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.rate_verdict import judge_verdict
from pawpop_monitoring.checks.supabase.activity import Activity, Transactions
from pawpop_monitoring.domain.finding import Finding, percent_beside
from pawpop_monitoring.domain.limits import Limits
from pawpop_monitoring.domain.rules.supabase import ERROR_RATE
from pawpop_monitoring.domain.severity import Severity

_TYPICAL = Counts(2, 200)
_FALSE_ALARMS = 0.2
"""Of one look; the rule's patience wants two."""
_LEAST_SECONDS = 300
"""A burst of some seconds is no pace for a year."""
_YEAR_SECONDS = 365 * 86_400
_GROWTH = 1.3
"""Each stretch that is looked at holds so many times as much as the one before; those in between say nothing more."""


def judge_error_rate(judgement: Judgement, activity: Activity, limits: Limits) -> None:
    """`limits` in percent; without a stretch that can be compared, nothing is decided.

    What an earlier check has counted is not counted again: if nothing failed since, it is no news.
    """
    stretches = _told_apart(activity.stretches)
    if not stretches:
        return
    rate = _judged(stretches, activity.before, limits.first / 100)
    judge_verdict(judgement, ERROR_RATE, rate, lambda: _finding(stretches, rate, limits), "Transactions")


def _told_apart(stretches: Sequence[Transactions]) -> list[Transactions]:
    """The newest one, ever longer ones, and the longest."""
    kept = [*stretches[:1]]
    for stretch in stretches[1:]:
        if stretch is stretches[-1] or stretch.total >= _GROWTH * kept[-1].total:
            kept.append(stretch)
    return kept


def _judged(stretches: Sequence[Transactions], before: Transactions | None, limit: float) -> RateJudgement:
    demand = Demand(typical=_TYPICAL, limit=limit, false_alarms=_FALSE_ALARMS)
    longest = stretches[-1]
    per_year = longest.total / max(longest.seconds, _LEAST_SECONDS) * _YEAR_SECONDS
    known = _counts(before) if before else Counts(0, 0)
    looks = nested(_counts(stretch) for stretch in stretches)
    return judge_rate(looks, known, demand, per_year, recent=stretches[0].rolled_back > 0)


def _counts(transactions: Transactions) -> Counts:
    return Counts(transactions.rolled_back, transactions.total)


def _finding(stretches: Sequence[Transactions], rate: RateJudgement, limits: Limits) -> Finding:
    seen, percent = rate.seen, 100 * rate.seen.share
    exceeded = limits.exceeded_by(percent)
    seconds = next(stretch.seconds for stretch in stretches if _counts(stretch) == seen)
    return ERROR_RATE.broken(
        exceeded.severity if exceeded and not rate.lasting else Severity.MEDIUM,
        "High error rate, as it has been for weeks" if rate.lasting else "High error rate detected",
        value=percent_beside(percent, exceeded.limit if exceeded else limits.first),
        threshold=exceeded.limit if exceeded else limits.first,
        unit="%",
        evidence={
            "reason": reason_of(rate),
            "rolledBack": seen.failed,
            "transactions": seen.total,
            "sampleSeconds": round(seconds),
        },
    )

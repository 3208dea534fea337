"""The rules on the shop's own response times: of fal.ai's answers, and of its handler of Stripe's events.

What is asked is that 95 in 100 are no slower than the threshold. The newest ones are judged, so that a slow hour is
told while it lasts and ends by what is fast again; and by chance, so that one slow call of three is no news.
"""

from collections.abc import Sequence
from math import ceil

from pawpop_monitoring.analytics.counts import Counts
from pawpop_monitoring.analytics.looks import looks_back
from pawpop_monitoring.analytics.norm import Demand
from pawpop_monitoring.analytics.rates import RateJudgement, Verdict, judge_rate
from pawpop_monitoring.analytics.words import reason_of
from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.domain.finding import beside
from pawpop_monitoring.domain.rules import Rule
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity

_MOST_SLOW = 0.05
_DEMAND = Demand(typical=Counts(10, 1000), limit=_MOST_SLOW, false_alarms=0.002)
_DAYS_A_YEAR = 365


def judge_response_times(
    judgement: Judgement, rule: Rule, newest_first: Sequence[float], threshold: float, message: str
) -> None:
    """Durations of the last day, as many as are worth a look, and the `threshold`: all in ms."""
    slow = [milliseconds > threshold for milliseconds in newest_first]
    rate = judge_rate(looks_back(slow), Counts(0, 0), _DEMAND, len(slow) * _DAYS_A_YEAR)
    match rate.verdict:
        case Verdict.BAD:
            _broken(judgement, rule, newest_first, threshold, message, rate)
        case Verdict.GOOD:
            judgement.clear([rule])
        case Verdict.UNDECIDED:
            judgement.undecided([rule])


def _broken(
    judgement: Judgement,
    rule: Rule,
    newest_first: Sequence[float],
    threshold: float,
    message: str,
    rate: RateJudgement,
) -> None:
    finding = rule.broken(
        Severity.MEDIUM,
        message,
        value=beside(_reached_by_five_in_a_hundred(newest_first[: rate.seen.total]), threshold, 1),
        threshold=threshold,
        unit="ms",
        evidence={
            "reason": reason_of(rate, "took too long"),
            "slowCalls": rate.seen.failed,
            "judgedCalls": rate.seen.total,
        },
    )
    judgement.bad(finding, ServiceStatus.WARNING)


def _reached_by_five_in_a_hundred(milliseconds: Sequence[float]) -> float:
    """The nearest rank: one of the durations, so that where more than 5 in 100 are too slow, it is one of those."""
    return sorted(milliseconds)[ceil((1 - _MOST_SLOW) * len(milliseconds)) - 1]

"""What the verdict of a rate makes of a rule, whatever is counted."""

from collections.abc import Callable

from pawpop_monitoring.analytics.rates import RateJudgement, Verdict
from pawpop_monitoring.analytics.words import reason_of
from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.rules import Rule
from pawpop_monitoring.domain.service import ServiceStatus


def judge_verdict(
    judgement: Judgement,
    rule: Rule,
    rate: RateJudgement,
    finding: Callable[[], Finding],
    counted: str,
    nothing: str = "",
) -> None:
    """Tell the finding if the rate is bad, and clear the rule if it is good.

    What may be chance holds an open alert as it is, and what is undecided leaves it to time. `counted` are the things
    ("Transactions"), `nothing` is the sentence where none of them failed and yet nothing can be said.
    """
    match rate.verdict:
        case Verdict.BAD:
            judgement.bad(finding(), ServiceStatus.WARNING)
        case Verdict.GOOD:
            judgement.clear([rule])
        case Verdict.UNDECIDED if rate.strange:
            judgement.doubt(f"{counted}: {reason_of(rate)}.")
        case Verdict.UNDECIDED:
            judgement.undecided([rule])
            sentence = f"{counted}: {reason_of(rate)}." if rate.seen.failed else nothing
            if sentence:
                judgement.note(sentence)

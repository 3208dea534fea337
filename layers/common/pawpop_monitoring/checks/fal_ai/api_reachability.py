"""The rule `unreachable`: can fal.ai be used with this key?"""

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.readings.fal_ai import Answered, FalReading, FalUsage, NotConfigured, Unreachable, Unread
from pawpop_monitoring.domain.rules.fal_ai import UNREACHABLE
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity


def judge_reachability(judgement: Judgement, reading: FalReading) -> None:
    """Down if it can't be used; unknown if it answers neither yes nor no, as with 429."""
    match reading.probe:
        case Answered():
            judgement.clear([UNREACHABLE])
        case Unreachable(reason):
            judgement.bad(_down(reason, reading.attempts), ServiceStatus.DOWN)
        case Unread(reason):
            judgement.unknown(f"Whether fal.ai can be used is unknown: {reason}")
        case NotConfigured(advice):
            _judge_unprobed(judgement, reading, advice)


def _judge_unprobed(judgement: Judgement, reading: FalReading, advice: str) -> None:
    """Without a key the tracked requests have to speak for fal.ai; without any, nothing bad is known either."""
    if isinstance(reading.usage, FalUsage) and reading.usage.month.requests == 0:
        judgement.note(f"fal.ai is not judged: no key, and no request tracked this month. {advice}")
    else:
        judgement.note(f"fal.ai itself is not asked. {advice}")


def _down(reason: str, attempts: int) -> Finding:
    return UNREACHABLE.broken(
        Severity.CRITICAL,
        f"fal.ai unreachable: {_headline(reason)}",
        evidence={"reason": reason, "attempts": attempts},
    )


def _headline(reason: str) -> str:
    """The first clause, for a subject line; the evidence has it all."""
    return reason.removeprefix("fal.ai ").partition(";")[0].rstrip(".")

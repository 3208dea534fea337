"""The rule `webhook_gap`: no events for longer than this shop's own rhythm explains.

If events come by chance, `usual` of them in such a span, the chance of none is e^-usual. A fixed limit on that
chance would cry wolf in busy shops, where there are many spans to be silent in. So the limit is on how often
such a silence would come about by chance in a year at that pace.
"""

from datetime import timedelta
from math import exp

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.readings.stripe import Rhythm, Unknown
from pawpop_monitoring.domain.rules.stripe import WEBHOOK_GAP
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity

_FALSE_ALARMS_PER_YEAR = 0.1
_FEWEST_EXPECTED = 6.0
_YEAR = timedelta(days=365)


def judge_gap(judgement: Judgement, rhythm: Rhythm | Unknown | None) -> None:
    """Whether events are missing; while the history is too short, nothing is said."""
    if isinstance(rhythm, Unknown):
        judgement.unknown(f"Rhythm of the events: {rhythm.reason}")
        return
    if rhythm is None:
        judgement.note("There are not yet two weeks of webhook events to know a usual silence by.")
        return
    if _is_improbable(rhythm):
        judgement.bad(_finding(rhythm), ServiceStatus.WARNING)
    else:
        judgement.clear([WEBHOOK_GAP])


def _is_improbable(rhythm: Rhythm) -> bool:
    if rhythm.usual < _FEWEST_EXPECTED or rhythm.quiet <= timedelta():
        return False
    spans_per_year = rhythm.usual * (_YEAR / rhythm.quiet)
    return exp(-rhythm.usual) * spans_per_year < _FALSE_ALARMS_PER_YEAR


def _finding(rhythm: Rhythm) -> Finding:
    return WEBHOOK_GAP.broken(
        Severity.MEDIUM,
        "No webhook events, although it is a time at which they usually come",
        value=round(rhythm.quiet.total_seconds() / 60),
        unit="minutes",
        evidence={
            "lastWebhookAt": rhythm.last_event_at.isoformat(),
            "usualActiveMinutes": round(rhythm.usual, 1),
            "weeksCompared": rhythm.weeks,
        },
    )

"""The rule `webhook_gap`: no events for longer than this shop's own rhythm explains."""

from pawpop_monitoring.analytics.absence import Absence, of_an_ordinary_week
from pawpop_monitoring.analytics.words import reason_of_silence
from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.readings.stripe import Rhythm, Unknown
from pawpop_monitoring.domain.rules.stripe import WEBHOOK_GAP
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity


def judge_gap(judgement: Judgement, rhythm: Rhythm | Unknown | None) -> None:
    """Whether events are missing; while the history is too short, nothing is said."""
    if isinstance(rhythm, Unknown):
        judgement.unknown(f"Rhythm of the events: {rhythm.reason}")
        return
    if rhythm is None:
        judgement.note("There are not yet two weeks of webhook events to know a usual silence by.")
        return
    usual = of_an_ordinary_week(rhythm.by_week) if rhythm.by_week else rhythm.usual
    silence = Absence(rhythm.quiet, usual, rhythm.before)
    if silence.is_improbable:
        judgement.bad(_finding(rhythm, silence), ServiceStatus.WARNING)
    else:
        judgement.clear([WEBHOOK_GAP])


def _finding(rhythm: Rhythm, silence: Absence) -> Finding:
    minutes = round(rhythm.quiet.total_seconds() / 60)
    return WEBHOOK_GAP.broken(
        Severity.MEDIUM,
        "No webhook events, although it is a time at which they usually come",
        value=minutes,
        unit="minutes",
        evidence={
            "reason": reason_of_silence(silence, "events"),
            "lastWebhookAt": rhythm.last_event_at.isoformat(),
            "usualActiveMinutes": round(silence.usual, 1),
            "busyTodayPercent": round(100 * silence.level),
            "weeksCompared": rhythm.weeks,
        },
    )

"""The rule `request_gap`: no requests for longer than this shop's own rhythm explains."""

from collections.abc import Collection
from datetime import datetime, timedelta
from statistics import fmean

from pawpop_monitoring.analytics.absence import FEWEST_EXPECTED, Absence, of_an_ordinary_week
from pawpop_monitoring.analytics.spells import spells_by_slot, spells_expected
from pawpop_monitoring.analytics.words import reason_of_silence
from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.readings.fal_ai import RequestRhythm
from pawpop_monitoring.domain.rules.fal_ai import REQUEST_GAP
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity

_SLOT = timedelta(minutes=5)
_HALF_DAY, _DAY = 144, 288
"""In slots."""
_WEEKS_NEEDED = 2
_GIVEN_UP = timedelta(days=7)
"""A shop that has called nothing for so long is one that calls nothing."""


def judge_requests(judgement: Judgement, rhythm: RequestRhythm | None, now: datetime) -> None:
    """Whether requests are missing; while the history is too short, nothing is said."""
    if rhythm is None:
        return
    if now - rhythm.last_request_at > _GIVEN_UP:
        judgement.clear([REQUEST_GAP])
    elif len(rhythm.earlier_weeks) >= _WEEKS_NEEDED:
        _judge(judgement, rhythm)


def _judge(judgement: Judgement, rhythm: RequestRhythm) -> None:
    silences = _silences(rhythm)
    if any(silence.is_improbable for silence in silences):
        judgement.bad(_finding(rhythm, silences[-1]), ServiceStatus.WARNING)
    else:
        judgement.clear([REQUEST_GAP])


def _silences(rhythm: RequestRhythm) -> list[Absence]:
    """The silence as it was with each five minutes that passed, and as it is now; none where nothing can be missed.

    What usually comes is known no better than a few weeks tell it, so it may seem to become less as time goes on. But
    a silence that nobody could explain when it was shorter is not explained by going on.
    """
    slots = max(0, rhythm.quiet // _SLOT)
    weeks = [[0.0, *spells_by_slot(week, 0, slots)] for week in rhythm.earlier_weeks]
    usual = [of_an_ordinary_week(by_week) for by_week in zip(*weeks, strict=True)]
    if max(usual) < FEWEST_EXPECTED:
        return []
    before = [_before(rhythm.today, rhythm.earlier_weeks, length) for length in (_HALF_DAY, _DAY)]
    lengths = [*((number + 1) * _SLOT for number in range(slots)), rhythm.quiet]
    return [Absence(quiet, come, before) for quiet, come in zip(lengths, usual, strict=True)]


def _before(today: Collection[int], earlier_weeks: Collection[Collection[int]], length: int) -> tuple[float, float]:
    usual = fmean(spells_expected(week, -length, 0) for week in earlier_weeks)
    return spells_expected(today, -length, 0), usual


def _finding(rhythm: RequestRhythm, silence: Absence) -> Finding:
    return REQUEST_GAP.broken(
        Severity.MEDIUM,
        "No requests to fal.ai, although it is a time at which they usually come",
        value=round(rhythm.quiet.total_seconds() / 60),
        unit="minutes",
        evidence={
            "reason": reason_of_silence(silence, "requests"),
            "lastRequestAt": rhythm.last_request_at.isoformat(),
            "busyTodayPercent": round(100 * silence.level),
            "weeksCompared": len(rhythm.earlier_weeks),
        },
    )

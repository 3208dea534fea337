"""The rule `webhook_gap`: no events for longer than this shop's own rhythm explains.

If events come by chance, `usual` of them in such a span, the chance of none is e^-usual. A fixed limit on that
chance would cry wolf in busy shops, where there are many spans to be silent in. So the limit is on how often
such a silence would come about by chance in a year at that pace.
"""

from datetime import timedelta
from math import exp, log1p
from statistics import median_low

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.readings.stripe import Rhythm, Unknown
from pawpop_monitoring.domain.rules.stripe import WEBHOOK_GAP
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity

_FALSE_ALARMS_PER_YEAR = 0.1
_FEWEST_EXPECTED = 6.0
_TELLING, _DOUBT = 5.0, 2.0
"""Minutes with events: fewer tell nothing of today; and so many more are counted, so that few prove little."""
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
    usual = _usual(rhythm)
    if usual * _level(rhythm) < _FEWEST_EXPECTED or rhythm.quiet <= timedelta():
        return False
    spans_per_year = usual * (_YEAR / rhythm.quiet)
    return _chance_of_none(rhythm, usual) * spans_per_year < _FALSE_ALARMS_PER_YEAR


def _usual(rhythm: Rhythm) -> float:
    """Of an ordinary week: one with a sale in it is no measure of the others."""
    return median_low(rhythm.by_week) if rhythm.by_week else rhythm.usual


def _today(rhythm: Rhythm) -> list[tuple[float, float]]:
    """Minutes with events before it was quiet, today and usually, where there are usually some. More is no promise."""
    told = [(min(seen, usual), usual) for seen, usual in rhythm.before if usual >= _TELLING]
    return [(seen + _DOUBT, usual + _DOUBT) for seen, usual in told]


def _level(rhythm: Rhythm) -> float:
    """How busy today has been so far, as a share of the usual: a holiday is a third."""
    return min((seen / usual for seen, usual in _today(rhythm)), default=1.0)


def _chance_of_none(rhythm: Rhythm, usual: float) -> float:
    """That of a Poisson number whose mean is known as well as today's hours so far tell it."""
    chances = (exp(-seen * log1p(usual / before)) for seen, before in _today(rhythm))
    return max(chances, default=exp(-usual))


def _finding(rhythm: Rhythm) -> Finding:
    return WEBHOOK_GAP.broken(
        Severity.MEDIUM,
        "No webhook events, although it is a time at which they usually come",
        value=round(rhythm.quiet.total_seconds() / 60),
        unit="minutes",
        evidence={
            "lastWebhookAt": rhythm.last_event_at.isoformat(),
            "usualActiveMinutes": round(_usual(rhythm), 1),
            "busyTodayPercent": round(100 * _level(rhythm)),
            "weeksCompared": rhythm.weeks,
        },
    )

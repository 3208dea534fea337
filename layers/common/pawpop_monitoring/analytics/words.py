"""The reason of a judgement, for a person."""

from datetime import timedelta
from math import log10

from pawpop_monitoring.analytics.absence import Absence
from pawpop_monitoring.analytics.norm import Usual
from pawpop_monitoring.analytics.rates import RateJudgement

_OFTEN = 0.1
_AS_USUAL = 0.9
_NEARLY_ALL = 0.99
"""Of what is usual: more is not rounded to all of them."""
_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_LONG = 4
_MOST = 300
"""Powers of ten: from `_LONG` on a number is written as one, and beyond `_MOST` it means nothing any more."""


def reason_of(judgement: RateJudgement, what: str = "failed") -> str:
    """Such as "12 of 14 failed; usual are 1 in 200; by chance once in 10^18"; `what` they did."""
    seen = judgement.seen
    return (
        f"{seen.failed:,} of {seen.total:,} {what}; {usual_in_words(judgement.usual)}; {_by_chance(judgement.chance)}"
    )


def reason_of_silence(silence: Absence, what: str) -> str:
    """Such as "no events for 90 minutes; usually they come some 30 times in that time; by chance once in 10^9"."""
    today = f", and today was at {round(100 * silence.level)} % of it before" if silence.level < _AS_USUAL else ""
    return (
        f"no {what} for {_for_how_long(silence.quiet)}; usually they come some"
        f" {round(silence.usual):,} times in that time{today}; {_by_chance(silence.chance)}"
    )


def usual_in_words(usual: Usual) -> str:
    """Such as "usual are 1 in 200", or "usual are 12 %"."""
    share = usual.share
    if share >= _OFTEN:
        return f"usual are {100 * share:.{2 if share > _NEARLY_ALL else 0}f} %"
    return f"usual are 1 in {float(f'{1 / share:.2g}'):,.0f}"


def _for_how_long(quiet: timedelta) -> str:
    if quiet < 2 * _HOUR:
        return f"{round(quiet / _MINUTE)} minutes"
    return f"{quiet / _HOUR:.3g} hours" if quiet < 2 * _DAY else f"{quiet / _DAY:.2g} days"


def _by_chance(chance: float) -> str:
    if chance > _OFTEN:
        return "nothing unusual"
    power = -log10(chance) if chance > 0 else _MOST
    return (
        f"by chance once in {round(10**power)}" if power < _LONG else f"by chance once in 10^{min(_MOST, int(power))}"
    )

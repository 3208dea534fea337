"""The one way to judge a rate: by the exact chance of what was seen, at any number, on short and long looks back.

A rate is looked at as far back as the last one, the last few, … the last day: `looks`, shortest first, each with the
shorter ones in it.

- It is bad if some look has more failures than the limit and the usual rate explain, and if no shorter look shows that
  this is over.
- It is good if some look would be improbable were the trouble still on: so an alert ends by a fresh sample and not by
  time sliding past.
- Else it is undecided, and an open alert stays open as a closed one stays closed. That is the hysteresis.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from math import log

from pawpop_monitoring.analytics.chance import binomial_at_least, binomial_at_most
from pawpop_monitoring.analytics.counts import Counts
from pawpop_monitoring.analytics.looks import nested
from pawpop_monitoring.analytics.norm import Demand, Usual

_OVER = 0.02
"""With less chance than this that the trouble is still on, nobody is told of it any more."""
_CLEARLY_OVER = 0.003
"""With less than this, an alert ends."""
_MILDER = 0.0001
"""With less than this that a newer look belongs to the worst of before, that is past: what came since has to be too
much by itself, so that two strays hours later don't bring an old wave back."""
_BEYOND = 0.001
"""With less chance than this a share is beyond the limit for good."""
_STRANGE = 0.01
"""With less chance than this to be usual, one failure fewer than it takes for a mail is worth a word."""
_ROW, _DENSE = 60, 0.26
"""Of what lies just before a look only the counts are known: as if its failures had come within so many, up to so many
in a hundred. So a day that holds one bad hour ends with twenty that went well."""


class Verdict(Enum):
    """What a rate says."""

    GOOD = "good"
    BAD = "bad"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class RateJudgement:
    """The verdict, and the look that it rests on: the worst one if it is bad, else the strangest.

    `lasting` is trouble that has been there for as long as this shop is known. `strange` is set if there were more
    failures than usual, be it told or not. `fading` is trouble that seems to be over, but not clearly so. `chance` is
    that of the look if all were as usual.
    """

    verdict: Verdict
    seen: Counts
    usual: Usual
    chance: float
    lasting: bool = False
    strange: bool = False
    fading: bool = False


def judge_rate(
    looks: Sequence[Counts], before: Counts, demand: Demand, per_year: float, *, recent: bool = True
) -> RateJudgement:
    """Judge a rate by its looks, shortest first, against what was seen `before`, in a shop with `per_year` of them.

    Failures that are not `recent` are news no more: they can't be bad, but what was good since can still end it.
    """
    usual = Usual.of(before, demand, per_year)
    sensible = nested(looks)
    over = [_chance_that_it_goes_on(sensible, place, usual, demand) for place in range(len(sensible))]
    milder = [_is_plainly_milder(sensible, place, usual) for place in range(len(sensible))]
    standing = [
        look
        for place, look in enumerate(sensible)
        if recent and min(over[:place], default=1.0) >= _OVER and not any(milder[:place])
    ]
    beyond = [look for look in standing if look is sensible[-1] or _is_clearly_beyond(demand.limit, look)]
    bad = [(look, lasting) for look in beyond if (lasting := _is_too_much(look, usual, demand)) is not None]
    if bad:
        worst, lasting = min(bad, key=lambda one: (one[1], usual.times_a_year(one[0])))
        return RateJudgement(Verdict.BAD, worst, usual, usual.chance(worst), lasting, strange=True)
    strange = [look for look in standing if _is_strange(look, usual, demand)]
    strangest = min(strange or standing, key=usual.chance, default=Counts(0, 0))
    good = not strange and _is_good(sensible, over)
    fading = not good and any(
        _is_too_much(look, usual, demand) is not None for look in sensible if look not in standing
    )
    verdict = Verdict.GOOD if good else Verdict.UNDECIDED
    return RateJudgement(
        verdict, strangest, usual, usual.chance(strangest), strange=bool(strange), fading=recent and fading
    )


def _is_clearly_beyond(limit: float | None, seen: Counts) -> bool:
    """The limit is one for the longest look; in a shorter one a better share may be above it by chance."""
    return not limit or limit >= 1 or binomial_at_least(seen.failed, seen.total, limit) < _BEYOND


def _is_strange(seen: Counts, usual: Usual, demand: Demand) -> bool:
    few = seen.failed < demand.fewest - 1 or _within(demand, seen)
    return not few and usual.chance(seen) < _STRANGE


def _is_too_much(seen: Counts, usual: Usual, demand: Demand) -> bool | None:
    """False for news, True for what was there before too, None if it is not too much."""
    if seen.failed < demand.fewest or _within(demand, seen):
        return None
    if seen.share >= demand.ratio * usual.share and usual.times_a_year(seen) < demand.false_alarms:
        return False
    if demand.limit is not None and usual.times_a_year_on(demand.limit, seen) < demand.false_alarms:
        return usual.seen_before >= seen.total
    return None


def _within(demand: Demand, seen: Counts) -> bool:
    return seen.share <= (demand.least if demand.limit is None else max(demand.limit, demand.least))


def _chance_that_it_goes_on(looks: Sequence[Counts], place: int, usual: Usual, demand: Demand) -> float:
    """Chance of so few failures in this look if the trouble of the longer ones were still on; 1 if it is too much."""
    look = looks[place]
    if _within(demand, look) or (demand.limit is None and look.share <= demand.ratio * usual.share):
        return binomial_at_most(look.failed, look.total, _trouble(looks, place, usual, demand))
    return 1.0


def _is_plainly_milder(looks: Sequence[Counts], place: int, usual: Usual) -> bool:
    """Whether far fewer failed in this look than in the worst stretch before it."""
    look = looks[place]
    worst = _worst(_stretches(looks, place), usual)
    return _weight(worst, usual.share) > 0 and binomial_at_most(look.failed, look.total, _plausible(worst)) < _MILDER


def _stretches(looks: Sequence[Counts], place: int) -> list[Counts]:
    """What each longer look holds besides this one."""
    return [longer.without(looks[place]) for longer in looks[place + 1 :]]


def _worst(stretches: Sequence[Counts], usual: Usual) -> Counts:
    return max(stretches, key=lambda stretch: _weight(stretch, usual.share), default=Counts(0, 0))


def _trouble(looks: Sequence[Counts], place: int, usual: Usual, demand: Demand) -> float:
    """The share that failed in the worst stretch before this look; at least what would be worth an alert."""
    least = min(0.5, 2 * max(demand.limit or 0.0, demand.least, usual.share))
    stretches = _stretches(looks, place)
    worst = _worst(stretches, usual)
    dense = min(_DENSE, stretches[0].failed / _ROW) if stretches else 0.0
    return max(least, dense, _plausible(worst) if _weight(worst, usual.share) > 0 else 0.0)


def _weight(seen: Counts, usual: float) -> float:
    """How much a stretch speaks for trouble: its likelihood ratio, in nats; 0 for what is not above the usual."""
    share = _plausible(seen)
    if share <= usual or not seen.failed:
        return 0.0
    return seen.failed * log(share / usual) + (seen.total - seen.failed) * log((1 - share) / (1 - usual))


def _plausible(seen: Counts) -> float:
    """Its share that failed, never so sure as 0 or 1."""
    return (seen.failed + 0.5) / (seen.total + 1)


def _is_good(looks: Sequence[Counts], over: Sequence[float]) -> bool:
    """Not all of the last ones failed, and it is over, or nothing is known to have failed at all."""
    if not looks or looks[0].failed == looks[0].total:
        return False
    return looks[-1].failed == 0 or min(over) < _CLEARLY_OVER

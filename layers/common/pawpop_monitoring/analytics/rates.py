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
from math import exp

from pawpop_monitoring.analytics.chance import binomial_at_least
from pawpop_monitoring.analytics.counts import NONE, Counts
from pawpop_monitoring.analytics.looks import nested
from pawpop_monitoring.analytics.norm import Demand, Usual
from pawpop_monitoring.analytics.pasts import Past, pasts_of
from pawpop_monitoring.analytics.stretches import weight_against

_OVER, _PLAINLY_OVER = 0.02, 0.3
"""With less chance than the first that the trouble is still on, and if chance would have brought a look as good less
often than the second in all that trouble, nobody is told of it any more."""
_CERTAINLY = 0.006
"""With less chance than this it is over, however long the trouble was; without a limit, the first of these will do."""
_MILDER = 0.0001
"""With less than this that a newer look belongs to the worst of before, that is past: what came since has to be too
much by itself, so that two strays hours later don't bring an old wave back. Without a limit, `_CERTAINLY` will do."""
_BEYOND = 0.001
"""With less chance than this a share is beyond the limit for good."""
_STRANGE = 0.01
"""With less chance than this to be usual, one failure fewer than it takes for a mail is worth a word."""
_MARGIN = 10


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

    @property
    def is_unexplained(self) -> bool:
        """Whether `seen` is more than chance brings, alone or after trouble that seems to be over."""
        return (self.strange or self.fading) and self.seen.failed > 1 and self.chance < _STRANGE


def judge_rate(
    looks: Sequence[Counts], before: Counts, demand: Demand, per_year: float, *, recent: bool = True
) -> RateJudgement:
    """Judge a rate by its looks, shortest first, against what was seen `before`, in a shop with `per_year` of them.

    Failures that are not `recent` are news no more: they can't be bad, but what was good since can still end it.
    """
    usual = Usual.of(before, demand, per_year)
    sensible = nested(looks)
    if not sensible:
        return RateJudgement(Verdict.UNDECIDED, NONE, usual, 1.0)
    if not sensible[-1].failed:
        return RateJudgement(Verdict.GOOD, sensible[0], usual, 1.0)
    pasts = pasts_of(sensible, usual, demand)
    standing = sensible[: _first_past(pasts, demand) + 1] if recent else []
    told = _bad(standing, sensible[-1], usual, demand) or _strange(standing, usual, demand)
    if told:
        return told
    seen, chance = _strangest(standing, usual)
    if _is_over(sensible, pasts):
        return RateJudgement(Verdict.GOOD, seen, usual, chance)
    fading = recent and any(is_too_much(look, usual, demand) is not None for look in sensible[len(standing) :])
    return RateJudgement(Verdict.UNDECIDED, seen, usual, chance, fading=fading)


def _first_past(pasts: Sequence[Past], demand: Demand) -> int:
    """Place of the shortest look that shows that what reaches further back is past; of the longest, if none does."""
    found = (place for place, past in enumerate(pasts) if _is_past(past, demand))
    return next(found, len(pasts) - 1)


def _is_past(past: Past, demand: Demand) -> bool:
    enough, mild = (_OVER, _CERTAINLY) if demand.limit is None else (_CERTAINLY, _MILDER)
    plainly = past.on < _OVER and past.by_chance < _PLAINLY_OVER
    return past.on < enough or plainly or past.milder < mild


def _bad(standing: Sequence[Counts], longest: Counts, usual: Usual, demand: Demand) -> RateJudgement | None:
    """The look that says most of what is too much; of what was there before too only if there is no news."""
    lasting = None
    for look in _strangest_first(standing, usual):
        if _is_everyday(look, usual, demand):
            continue
        there_before = is_too_much(look, usual, demand)
        if there_before is None or not (look is longest or _is_clearly_beyond(demand.limit, look)):
            continue
        if not there_before:
            return RateJudgement(Verdict.BAD, look, usual, usual.chance(look), strange=True)
        lasting = lasting or look
    if lasting is None:
        return None
    return RateJudgement(Verdict.BAD, lasting, usual, usual.chance(lasting), lasting=True, strange=True)


def _is_everyday(look: Counts, usual: Usual, demand: Demand) -> bool:
    """Whether its likelihood ratio, which is quickly known, bounds its chance to be far too large for a mail."""
    share = min(usual.share, demand.limit or 1.0)
    chance = exp(-weight_against(look, share)) / (look.total + 1)
    return usual.per_year * share * chance > _MARGIN * demand.false_alarms


def _strange(standing: Sequence[Counts], usual: Usual, demand: Demand) -> RateJudgement | None:
    few = demand.fewest - 1
    for look in _strangest_first(standing, usual):
        if look.failed >= few and not demand.allows(look.share):
            chance = usual.chance(look)
            return RateJudgement(Verdict.UNDECIDED, look, usual, chance, strange=True) if chance < _STRANGE else None
    return None


def _strangest_first(looks: Sequence[Counts], usual: Usual) -> list[Counts]:
    """Those with more failures than usual, first the one that says most."""
    weighed = [(weight_against(look, usual.share), -place) for place, look in enumerate(looks)]
    return [looks[-place] for weight, place in sorted(weighed, reverse=True) if weight]


def _strangest(standing: Sequence[Counts], usual: Usual) -> tuple[Counts, float]:
    """The look that chance brings least often, with that chance, among those with more failures than usual."""
    look = next(iter(_strangest_first(standing, usual)), standing[-1] if standing else NONE)
    return look, usual.chance(look)


def _is_clearly_beyond(limit: float | None, seen: Counts) -> bool:
    """The limit is one for the longest look; in a shorter one a better share may be above it by chance."""
    return not limit or limit >= 1 or binomial_at_least(seen.failed, seen.total, limit) < _BEYOND


def is_too_much(seen: Counts, usual: Usual, demand: Demand) -> bool | None:
    """False for news, True for what was there before too, None if it is not too much."""
    if seen.failed < demand.fewest or demand.allows(seen.share):
        return None
    if seen.share >= demand.ratio * usual.share and usual.times_a_year(seen) < demand.false_alarms:
        return None if demand.least and usual.times_a_year_on(demand.least, seen) >= demand.false_alarms else False
    if demand.limit is not None and usual.times_a_year_on(demand.limit, seen) < demand.false_alarms:
        return usual.seen_before >= seen.total
    return None


def _is_over(looks: Sequence[Counts], pasts: Sequence[Past]) -> bool:
    """Not all of the last ones failed, and some look is better than the trouble would ever have brought."""
    return looks[0].failed < looks[0].total and any(past.is_over for past in pasts)

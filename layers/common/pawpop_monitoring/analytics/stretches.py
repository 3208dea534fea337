"""What the longer looks back at a rate say of a shorter one: whether the trouble that they hold is still on.

A look is a count of the newest ones; what a longer look holds besides it is a stretch before it. The stretch that
speaks most for trouble is the worst one, and its share is known as well as its own counts tell it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

from pawpop_monitoring.analytics.chance import beta_binomial_at_most, binomial_at_most
from pawpop_monitoring.analytics.counts import Counts
from pawpop_monitoring.analytics.norm import Demand, Usual

_DOUBT = 0.5
"""So much more of both kinds is in a stretch than was counted, so that no share is taken for 0 or 1."""
_ROW, _DENSE = 60, 0.26
"""Of what lies just before a look only the counts are known: if that is more than so many, its failures are taken to
have come within so many, up to that share. So a day that holds one bad hour ends with twenty that went well."""
_NOTABLE, _MORE_THAN_A_STRAY = 3.0, 2
"""So much weight has what may be trouble by itself, and so many failures."""
_FEWEST_TRIES, _TRIES_OF_A_GUESS = 10, 2
_MOST_WORTH_AN_ALERT = 0.5
_CLEARLY_OVER = 0.005
"""An alert ends if chance would have brought a look as good less often than this in all that trouble."""


@dataclass(frozen=True, slots=True)
class Past:
    """What the longer looks say of a look.

    `on` is the chance of so few failures in it if the trouble were still on, and `by_chance` how often chance would
    have brought a look as good in all that trouble. `milder` is the chance of so few were all as in the worst stretch.
    All are 1 where nothing speaks for less trouble than before. It `is_over` if a look as good, up to now, is more than
    chance; the newest ones may be trouble themselves, then the rest is said of those before them.
    """

    on: float = 1.0
    by_chance: float = 1.0
    milder: float = 1.0
    is_over: bool = False


def pasts_of(looks: Sequence[Counts], usual: Usual, demand: Demand) -> list[Past]:
    """Of each of these looks, shortest first, which each hold the shorter ones."""
    base, heaviest, newest = demand.bearable(usual.share), _NOTABLE, Counts(0, 0)
    pasts = []
    for place, look in enumerate(looks):
        weight = _weight(look.failed, look.total, base)
        if weight >= heaviest:
            heaviest, newest = weight, look
        pasts.append(_past_of(looks, place, usual, demand, newest))
    return pasts


def _past_of(looks: Sequence[Counts], place: int, usual: Usual, demand: Demand, newest: Counts) -> Past:
    """Of the look at this place; the `newest` of it may be trouble again, and say nothing of what was before them."""
    look, bearable = looks[place], demand.bearable(usual.share)
    worst = worst_stretch(looks, place, bearable, demand.fewest)
    milder = _chance_of_so_few(look, worst) if look.share < worst.share else 1.0
    least = min(_MOST_WORTH_AN_ALERT, 2 * max(demand.limit or 0.0, demand.least, usual.share))
    guess, tries = max(least, _hidden(looks, place)), max(_FEWEST_TRIES, looks[-1].failed - look.failed)
    calm, known, over = look.without(newest), plausible(worst) >= least, 1.0
    chances = [(1.0, 1)]
    if calm.share <= bearable:
        chances = [(binomial_at_most(calm.failed, calm.total, guess), _TRIES_OF_A_GUESS)]
        chances += [(_chance_of_so_few(calm, worst), tries)] if known else []
    if look.share <= bearable:
        again = newest.failed >= _MORE_THAN_A_STRAY
        over = 1.0 if again else binomial_at_most(look.failed, look.total, guess) * _TRIES_OF_A_GUESS
        over = min(over, tries * milder) if known else over
    on, times = min(chances)
    return Past(on, on * times, milder, over < _CLEARLY_OVER)


def worst_stretch(looks: Sequence[Counts], place: int, bearable: float, fewest: int = 1) -> Counts:
    """The stretch before the look at this place that most speaks for more than a `bearable` share, if any does.

    With fewer than the `fewest` failures none is trouble. One that holds no more failures than a shorter one says no
    more, and before a look of which all failed it can't have been worse.
    """
    look = looks[place]
    if look.failed == look.total:
        return Counts(0, 0)
    worst, most, known = look, 0.0, look.failed
    for longer in looks[place + 1 :]:
        if longer.failed > known:
            known = longer.failed
            failed = known - look.failed
            weight = _weight(failed, longer.total - look.total, bearable)
            if failed >= fewest and weight > most:
                worst, most = longer, weight
    return worst.without(look)


def _weight(failed: int, total: int, share: float) -> float:
    """How much so many speak for more than such a share: the likelihood ratio, in nats; 0 if they don't."""
    if failed + _DOUBT <= share * (total + 2 * _DOUBT):
        return 0.0
    passed = total - failed
    weight = failed * log((failed + _DOUBT) / share) + passed * log((passed + _DOUBT) / (1 - share))
    return weight - total * log(total + 2 * _DOUBT)


def plausible(seen: Counts) -> float:
    """Its share that failed, never so sure as 0 or 1."""
    return (seen.failed + _DOUBT) / (seen.total + 2 * _DOUBT)


def _chance_of_so_few(look: Counts, stretch: Counts) -> float:
    passed = stretch.total - stretch.failed
    return beta_binomial_at_most(look.failed, look.total, stretch.failed + _DOUBT, passed + _DOUBT)


def _hidden(looks: Sequence[Counts], place: int) -> float:
    """The share that failed in a row that the stretch just before may hide."""
    if place + 1 == len(looks):
        return 0.0
    stretch = looks[place + 1].without(looks[place])
    return min(_DENSE, stretch.failed / _ROW) if stretch.total > 2 * _ROW else 0.0

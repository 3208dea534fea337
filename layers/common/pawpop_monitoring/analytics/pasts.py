"""What the longer looks back at a rate say of a shorter one: whether the trouble that they hold is still on.

What went well since is weighed against the worst stretch before it. The newest failures may be trouble again: then it
is those before them that went well. Which of them are taken out is chosen so that one more outcome chooses no other:
so no failure that comes makes it look as if the trouble was over, and none that goes well as if it was on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf, log

from pawpop_monitoring.analytics.counts import NONE, Counts
from pawpop_monitoring.analytics.norm import Demand, Usual
from pawpop_monitoring.analytics.stretches import (
    chance_of_so_few,
    chance_on,
    plausible,
    weight_against,
    worst_stretch,
)

_ROW, _DENSE = 60, 0.26
"""Of what lies just before a look only the counts are known: if that is more than so many, its failures are taken to
have come within so many, up to that share. So a day that holds one bad hour ends with twenty that went well."""
_NOTABLE, _MORE_THAN_A_STRAY = 3.0, 2
"""So much weight has what may be trouble by itself, and so many failures."""
_FEWEST_TRIES, _MOST_TRIES, _TRIES_OF_A_GUESS = 10, 20, 2
"""In long trouble chance has ever more occasions; with more of them than the second each end would come late, so that
one in some forty such troubles does not end a little early.
"""
_MOST_WORTH_AN_ALERT = 0.5
_CLEARLY_OVER = 0.01
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


_NOTHING = Past()


def pasts_of(looks: Sequence[Counts], usual: Usual, demand: Demand) -> list[Past]:
    """Of each of these looks, shortest first, which each hold the shorter ones."""
    bearable = demand.bearable(usual.share)
    least = min(_MOST_WORTH_AN_ALERT, 2 * max(demand.limit or 0.0, demand.least, usual.share))
    pasts, newest = [], _Newest(bearable, max(least, bearable))
    for place, look in enumerate(looks):
        if _goes_on_well(looks, place):
            pasts.append(_NOTHING)
        else:
            worst = worst_stretch(looks, place, bearable, demand.fewest)
            trouble = _Trouble(worst, max(least, _hidden(looks, place)), plausible(worst) >= least, looks[-1].failed)
            pasts.append(_past_of(look, bearable, trouble, newest))
        newest.add(look)
    return pasts


def _goes_on_well(looks: Sequence[Counts], place: int) -> bool:
    """The next look then has more that went well and no more that failed: whatever this one proves, that one does."""
    return place + 1 < len(looks) and looks[place + 1].failed == looks[place].failed


@dataclass(slots=True)
class _Newest:
    """The look, of those so far, that most speaks for trouble `again`, with a share of `trouble` rather than of `calm`.

    One more outcome says as much for or against each of them, so it chooses no other.
    """

    calm: float
    trouble: float
    look: Counts = NONE
    is_trouble: bool = False
    _most: float = -inf

    def add(self, look: Counts) -> None:
        """One that is longer than those before."""
        if not look.failed:
            return
        says = look.failed * log(self.trouble / self.calm)
        says += (look.total - look.failed) * log((1 - self.trouble) / (1 - self.calm))
        if says > self._most:
            self.look, self._most = look, says
        self.is_trouble = self.is_trouble or _is_notable(look, self.calm)


def _is_notable(look: Counts, bearable: float) -> bool:
    return look.failed >= _MORE_THAN_A_STRAY and weight_against(look, bearable) >= _NOTABLE


@dataclass(frozen=True, slots=True)
class _Trouble:
    """The `worst` stretch before a look, whose share counts where it `is_known` to be worth an alert, and a `guess` of
    the share that failed, where only sums are known. `failed` have in all.
    """

    worst: Counts
    guess: float
    is_known: bool
    failed: int

    def tries(self, calm: Counts) -> int:
        """In how many places chance had the occasion to be as kind, as far as they count."""
        return min(_MOST_TRIES, max(_FEWEST_TRIES, self.failed - calm.failed))

    def chances(self, calm: Counts) -> Iterator[tuple[float, float]]:
        """Of so few failures if this were still on, and of that in all the tries that there were."""
        chance = chance_on(calm, self.guess)
        yield chance, chance * _TRIES_OF_A_GUESS
        if self.is_known:
            chance = chance_of_so_few(calm, self.worst)
            yield chance, chance * self.tries(calm)


def _past_of(look: Counts, bearable: float, trouble: _Trouble, newest: _Newest) -> Past:
    """Of all of the look, or of what is left of it without the newest trouble: whichever speaks more for calm."""
    milder = chance_of_so_few(look, trouble.worst) if look.share < trouble.worst.share else 1.0
    chances = [(1.0, 1.0)]
    for again in {NONE, newest.look}:
        calm, starts = look.without(again), 1 + again.failed
        if calm.total and calm.share <= bearable:
            chances += [(starts * on, starts * by_chance) for on, by_chance in trouble.chances(calm)]
    on, by_chance = (min(kind) for kind in zip(*chances, strict=True))
    return Past(on, by_chance, milder, look.share <= bearable and _is_over(look, trouble, newest, milder))


def _is_over(look: Counts, trouble: _Trouble, newest: _Newest, milder: float) -> bool:
    """Whether a look as good as this, up to now, is more than chance."""
    again = newest.is_trouble or _is_notable(look, newest.calm)
    guessed = 1.0 if again else chance_on(look, trouble.guess) * _TRIES_OF_A_GUESS
    known = milder * trouble.tries(look) if trouble.is_known else 1.0
    return min(guessed, known) < _CLEARLY_OVER


def _hidden(looks: Sequence[Counts], place: int) -> float:
    """The share that failed in a row that the stretch just before may hide."""
    if place + 1 == len(looks):
        return 0.0
    stretch = looks[place + 1].without(looks[place])
    return min(_DENSE, stretch.failed / _ROW) if stretch.total > 2 * _ROW else 0.0

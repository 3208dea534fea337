"""The stretches that longer looks hold besides a shorter one, and which of them is the worst.

A look is a count of the newest ones; what a longer look holds besides it is a stretch before it. The stretch that
speaks most for trouble is the worst one, and its share is known as well as its own counts tell it.
"""

from collections.abc import Sequence
from math import log

from pawpop_monitoring.analytics.chance import beta_binomial_at_most, binomial_at_most
from pawpop_monitoring.analytics.counts import NONE, Counts

_DOUBT = 0.5
"""So much more of both kinds is in a stretch than was counted, so that no share is taken for 0 or 1."""
_SELDOM, _NOT_SELDOM = log(0.02), 1.5
"""A chance above the first decides nothing, and need not be known; nor where the likelihood ratio is below the second.
"""


def worst_stretch(looks: Sequence[Counts], place: int, bearable: float, fewest: int = 1) -> Counts:
    """The stretch before the look at this place that most speaks for more than a `bearable` share, if any does.

    With fewer than the `fewest` failures none is trouble. One that holds no more failures than a shorter one says no
    more, and before a look of which all failed it can't have been worse.
    """
    look = looks[place]
    if look.failed == look.total:
        return NONE
    worst, most, floor = look, 0.0, look.failed + max(1, fewest) - 1
    by_failure, by_passing = -log(bearable), -log(1 - bearable)
    # The longest mostly says most, and then what a shorter one can say at most is less than that already.
    for end in range(len(looks) - 1, place, -1):
        longer = looks[end]
        if longer.failed <= max(floor, looks[end - 1].failed):
            continue
        failed, total = longer.failed - look.failed, longer.total - look.total
        if failed * by_failure + (total - failed) * by_passing < most:
            continue
        weight = _weight(failed, total, bearable)
        if weight >= most and weight:
            worst, most = longer, weight
    return worst.without(look)


def weight_against(seen: Counts, share: float) -> float:
    """How much they speak for more than such a share: the likelihood ratio, in nats; 0 if they don't."""
    return _weight(seen.failed, seen.total, share)


def _weight(failed: int, total: int, share: float) -> float:
    if failed + _DOUBT <= share * (total + 2 * _DOUBT):
        return 0.0
    passed = total - failed
    weight = failed * log((failed + _DOUBT) / share) + passed * log((passed + _DOUBT) / (1 - share))
    return max(0.0, weight - total * log(total + 2 * _DOUBT))


def plausible(seen: Counts) -> float:
    """Its share that failed, never so sure as 0 or 1."""
    return (seen.failed + _DOUBT) / (seen.total + 2 * _DOUBT)


def chance_on(look: Counts, share: float) -> float:
    """Chance of so few failures in it where such a share fails; 1 if that is nothing seldom."""
    return 1.0 if _is_ordinary(look, share) else binomial_at_most(look.failed, look.total, share)


def chance_of_so_few(look: Counts, stretch: Counts) -> float:
    """The same where all that is known of the share is what failed in that stretch."""
    if _is_ordinary(look, plausible(stretch)):
        return 1.0
    passed = stretch.total - stretch.failed
    return beta_binomial_at_most(look.failed, look.total, stretch.failed + _DOUBT, passed + _DOUBT)


def _is_ordinary(look: Counts, share: float) -> bool:
    """Whether so few are so likely where such a share fails that nothing hangs on how likely."""
    passed = look.total - look.failed
    unlikely = passed * log(passed / (look.total * (1 - share))) if passed else 0.0
    if look.failed:
        unlikely += look.failed * log(look.failed / (look.total * share))
    return unlikely < (_NOT_SELDOM if look.failed else -_SELDOM)

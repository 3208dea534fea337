"""The rates that are judged, and years of ordinary shops that are played against each."""

import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pawpop_monitoring.analytics.norm import Demand
from pawpop_monitoring.checks.fal_ai.failures import REFUSED
from pawpop_monitoring.checks.stripe.delivery_rates import HANDLED
from pawpop_monitoring.checks.stripe.payment_rates import BANKS, CUSTOMERS, OURS
from tests.deep.alarms import STRETCHES, Watch
from tests.deep.shops import MOST, play, sizes

_HOURS = [length for length in STRETCHES if length <= 6]
_BANDS = (2, 10, 50, 200, 1000, 10_001)


@dataclass(frozen=True)
class Rate:
    """What is played of a rate: `each` payment brings so many, up to `most` of which fail in an ordinary shop.

    That share is the same all year, but for `unsteady`, by which it differs from day to day. `stretches` are those of
    which the check reads sums, in hours.
    """

    name: str
    demand: Demand
    most: float
    each: float = 1.0
    unsteady: float = 0.0
    stretches: Sequence[float] = STRETCHES


RATES = (
    Rate("payments that fail", replace(OURS, limit=0.02), 0.012),
    Rate("declines", BANKS, 0.06, unsteady=0.1),
    Rate("payments broken off", CUSTOMERS, 0.04, unsteady=0.1),
    Rate("webhook events", replace(HANDLED, limit=0.05), 0.04, each=2.0),
    Rate(
        "requests to fal.ai",
        replace(REFUSED, limit=0.05),
        0.04,
        each=1.2,
        stretches=_HOURS,
    ),
)


@dataclass(frozen=True)
class Played:
    """A year of one shop."""

    a_day: float
    usual: float
    told: Sequence[float]


def years(rate: Rate, shops: int, most: float = MOST) -> list[Played]:
    """One of each size, up to so many payments a day."""
    return [_played(rate, place, a_day) for place, a_day in enumerate(sizes(shops, most))]


def _played(rate: Rate, place: int, a_day: float) -> Played:
    usual = random.Random(f"{rate.name} {place}").uniform(0, rate.most)
    year = play(a_day * rate.each, usual, place, unsteady=rate.unsteady)
    return Played(a_day, usual, Watch(year, rate.demand, rate.stretches).false_alarms())


def by_size(played: Sequence[Played]) -> Iterator[tuple[str, int, int]]:
    """Shops of a size, how many years of them were played, and how many false alarms they had."""
    for least, beyond in itertools.pairwise(_BANDS):
        alike = [year for year in played if least <= year.a_day < beyond]
        yield f"{least} to {beyond - 1}", len(alike), sum(len(year.told) for year in alike)

"""When something is told of a shop, as an owner hears it: hours that are unusual, and alerts of a slow rise."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pawpop_monitoring.analytics.drift import drifts, smallest_told
from pawpop_monitoring.analytics.hourly_counts import HourlyCounts
from tests.benchmarks.anomalies.shops import LEARNED, Shop, moment

CALM_DAYS = 7
"""An alert of a slow rise ends after so many days without one."""


@dataclass(frozen=True, slots=True)
class Rises:
    """By day from the one after which the shop is known: whether a slow rise stands."""

    standing: Sequence[bool]

    @property
    def told(self) -> Sequence[int]:
        """Last hours of the days after which an alert opens."""
        return [_last_hour(place) for place in openings(self.standing)]

    @property
    def seen(self) -> Sequence[int]:
        """Last hours of the days after which one stands, told then or before."""
        return [_last_hour(place) for place, stands in enumerate(self.standing) if stands]


def unusual_hours(shop: Shop) -> Sequence[int]:
    """Those that are news, after the shop was learned."""
    counts = HourlyCounts()
    news = [counts.news(moment(hour), each, known=hour // 24 in shop.sales) for hour, each in enumerate(shop.calls)]
    return [hour for hour, one in enumerate(news) if one and hour >= LEARNED * 24]


def rises(shop: Shop) -> Rises:
    """Those of its costs."""
    return Rises([one is not None for one in drifts(_without_sales(shop), LEARNED + 1)])


def smallest_at(shop: Shop, day: int) -> float:
    """The share by which costs have to rise to be told within a week, as it is said at the begin of that day."""
    daily = _without_sales(shop)[:day]
    stood = [place for place, one in enumerate(drifts(daily, LEARNED + 1), LEARNED + 1) if one]
    return smallest_told(daily, day - stood[-1] if stood else None) or float("inf")


def openings(news: Sequence[bool], standing: Sequence[bool] | None = None) -> Iterator[int]:
    """Places at which an alert opens: there is news, and nothing stood in the days before."""
    last = -CALM_DAYS - 1
    for place, (new, stands) in enumerate(zip(news, standing or news, strict=True)):
        is_open = place - last <= CALM_DAYS
        if new and not is_open:
            yield place
        if new or (is_open and stands):
            last = place


def _last_hour(place: int) -> int:
    return 24 * (LEARNED + 1 + place) - 1


def _without_sales(shop: Shop) -> list[float]:
    """Costs by day; a day of a sale, of which people said so, is as the week before."""
    daily = shop.daily(shop.costs)
    for day in sorted(shop.sales):
        daily[day] = daily[day - 7]
    return daily

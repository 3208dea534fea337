"""What the check of trends reads of a played shop, shaped as its queries answer."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import pairwise

from pawpop_monitoring.checks.trends.filling_up import FILLING
from pawpop_monitoring.checks.trends.objectives import WINDOWS
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.readings.fal_ai import DailyCosts
from pawpop_monitoring.domain.readings.trends import CountedHours, DayFigure, Figure, TrendReading, WindowCounts
from tests.unit.scenarios.database import USABLE
from tests.unit.scenarios.images import COST
from tests.unit.scenarios.shop import Shop
from tests.unit.scenarios.spans import DAY, HISTORY

_HOUR, _A_DAY = timedelta(hours=1), timedelta(days=1)
_CONNECTIONS: Figure = FILLING[1].figure
_PRICE = float(COST)


class LookingBack:
    """Implements TrendSource."""

    def __init__(self, shop: Shop) -> None:
        self._shop, self._highest = shop, dict[date, float]()

    def read(self, now: datetime) -> TrendReading:
        if not self._shop.readable:
            raise StoreUnavailableError("The database refuses connections.")
        images = self._shop.images
        return TrendReading(
            read_at=now,
            daily=self._daily(now),
            month_cost=float(COST) * images.made(now - timedelta(days=now.day), now),
            usage=self._usage(now),
            events=self._hours(self._events, now),
            payments=self._hours(self._shop.payments.succeeded, now),
            windows={
                "images": {length: WindowCounts(*images.counted(now - length, now)) for length in WINDOWS},
                "webhooks": {length: WindowCounts(*self._handled(now - length, now)) for length in WINDOWS},
            },
            figures={_CONNECTIONS: tuple(self._connections(now))},
        )

    @cached_property
    def _events(self) -> Sequence[datetime]:
        return [one.recorded for one in self._shop.payments.deliveries]

    def _usage(self, now: datetime) -> CountedHours:
        counted = [self._shop.images.counted(hour, hour + _HOUR) for hour in _hours(now)]
        calls = tuple(asked for asked, _ in counted)
        costs = tuple(asked * _PRICE for asked in calls)
        return CountedHours(
            first=DAY - HISTORY, calls=calls, failed=tuple(failed for _, failed in counted), costs=costs
        )

    def _hours(self, moments: Sequence[datetime], now: datetime) -> CountedHours:
        since = moments[0] if moments else now
        hours = [hour for hour in _hours(now) if hour + _HOUR > since]
        edges = [bisect_left(moments, hour) for hour in (*hours, _floor(now))]
        calls = tuple(end - start for start, end in pairwise(edges))
        return CountedHours(
            first=hours[0] if hours else _floor(now), calls=calls, failed=(0,) * len(calls), costs=(0.0,) * len(calls)
        )

    def _handled(self, since: datetime, now: datetime) -> tuple[int, int]:
        """Events of a window, and those that were not handled by now."""
        first, end = bisect_left(self._events, since), bisect_left(self._events, now)
        return end - first, sum(one.taken > now for one in self._shop.payments.deliveries[first:end])

    def _daily(self, now: datetime) -> DailyCosts:
        today = now.replace(hour=0, minute=0, second=0, microsecond=0)
        days = [DAY - HISTORY + number * _A_DAY for number in range((today - DAY + HISTORY) // _A_DAY)]
        costs = tuple(_PRICE * self._shop.images.made(day, day + _A_DAY) for day in days)
        return DailyCosts(now.date(), (now - today) / _A_DAY, costs)

    def _connections(self, now: datetime) -> Iterator[DayFigure]:
        """The highest of each day, at its full hours, as far as they are over."""
        for hour in _hours(now):
            percent = 100 * min(USABLE, self._shop.database.connections(hour)) / USABLE
            self._highest[hour.date()] = max(percent, self._highest.get(hour.date(), 0.0))
        yield from (DayFigure(day, high, high) for day, high in sorted(self._highest.items()))


def _hours(now: datetime) -> Sequence[datetime]:
    """Full ones since the shop is known."""
    return [DAY - HISTORY + number * _HOUR for number in range((_floor(now) - DAY + HISTORY) // _HOUR)]


def _floor(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0)

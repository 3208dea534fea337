"""A quarter of an ordinary shop for the check of trends: hour by hour, read as its queries would."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

from pawpop_monitoring.analytics.hourly_counts import HourlyCounts, Unusual
from pawpop_monitoring.checks.trends.filling_up import FILLING
from pawpop_monitoring.checks.trends.hours import Known, Looked
from pawpop_monitoring.checks.trends.objectives import WINDOWS
from pawpop_monitoring.domain.readings.fal_ai import DailyCosts
from pawpop_monitoring.domain.readings.trends import CountedHours, DayFigure, TrendReading, WindowCounts
from tests.deep.shops import DAYS_BEFORE, Year, play

QUARTER = 90
"""Days, after four weeks that are known."""
_FIRST = datetime(2026, 1, 5, tzinfo=UTC) - timedelta(days=DAYS_BEFORE)
_HOUR, _PRICE = timedelta(hours=1), 0.04
_FAIL, _CALLS_EACH, _EVENTS_EACH = 0.01, 1.2, 2.0
_SERIES = 5


@dataclass(frozen=True)
class Quarter:
    """Implements TrendSource. Payments, their events and the calls to fal.ai are busy on the same days."""

    payments: Year
    events: Year
    calls: Year
    connections: Sequence[float]

    @classmethod
    def of(cls, a_day: float, seed: int) -> "Quarter":
        """A shop with so many payments a day, of which some fail; fewer events do."""
        chance = random.Random(seed)
        return cls(
            payments=play(a_day, _FAIL, seed),
            events=play(a_day * _EVENTS_EACH, _FAIL / 10, seed),
            calls=play(a_day * _CALLS_EACH, _FAIL, seed),
            connections=[45 + chance.gauss(0, 3) for _ in range(DAYS_BEFORE + QUARTER)],
        )

    @property
    def looks(self) -> Iterator[datetime]:
        """The moments at which the check runs."""
        return (_FIRST + number * _HOUR for number in range(24 * DAYS_BEFORE, 24 * (DAYS_BEFORE + QUARTER)))

    @cached_property
    def _hours(self) -> Mapping[str, CountedHours]:
        years = {"payments": self.payments, "events": self.events, "calls": self.calls}
        return {name: _by_hour(year) for name, year in years.items()}

    def read(self, now: datetime) -> TrendReading:
        hour = (now - _FIRST) // _HOUR
        day, elapsed = divmod(hour, 24)
        before = tuple(_PRICE * _came(self.calls, 24 * one, 24 * one + 24) for one in range(day))
        return TrendReading(
            read_at=now,
            daily=DailyCosts(now.date(), elapsed / 24, before),
            month_cost=sum(before[-(now.day - 1) :] if now.day > 1 else ())
            + _PRICE * _came(self.calls, 24 * day, hour),
            usage=_until(self._hours["calls"], hour),
            events=_until(self._hours["events"], hour),
            payments=_until(self._hours["payments"], hour),
            windows={
                "images": {length: _window(self.calls, hour, length) for length in WINDOWS},
                "webhooks": {length: _window(self.events, hour, length) for length in WINDOWS},
            },
            figures={FILLING[1].figure: tuple(self._figures(day))},
        )

    def _figures(self, today: int) -> Iterator[DayFigure]:
        for day in range(max(0, today - 42), today):
            value = self.connections[day]
            yield DayFigure((_FIRST + timedelta(days=day)).date(), value, value)


def _came(year: Year, since: int, until: int) -> int:
    return year.first[until] - year.first[since]


def _window(year: Year, hour: int, length: timedelta) -> WindowCounts:
    start, end = year.at(hour - length / _HOUR), year.at(hour)
    return WindowCounts(end - start, year.failed_between(start, end))


def _by_hour(year: Year) -> CountedHours:
    """All of them."""
    edges = year.first[: 24 * (DAYS_BEFORE + QUARTER) + 1]
    calls = tuple(end - start for start, end in pairwise(edges))
    failed = tuple(year.failed_between(start, end) for start, end in pairwise(edges))
    return CountedHours(first=_FIRST, calls=calls, failed=failed, costs=tuple(_PRICE * each for each in calls))


def _until(hours: CountedHours, hour: int) -> CountedHours:
    return replace(hours, calls=hours.calls[:hour], failed=hours.failed[:hour], costs=hours.costs[:hour])


@dataclass
class OneAfterTheOther:
    """In place of `look_through`, which goes through all weeks at each look: the same, an hour at a time.

    It is asked for each of the series in turn.
    """

    asked: int = 0
    watches: list[HourlyCounts] = field(default_factory=list)
    known: list[tuple[int, Unusual | None, datetime | None]] = field(default_factory=list)

    def __call__(self, counted: CountedHours, values: Sequence[int], zone: ZoneInfo, _known: Known) -> Looked:
        place, self.asked = self.asked % _SERIES, self.asked + 1
        if place == len(self.watches):
            self.watches.append(HourlyCounts())
            self.known.append((0, None, None))
        watch, (seen, unusual, since) = self.watches[place], self.known[place]
        for number in range(seen, len(values)):
            began, before = counted.first + number * _HOUR, unusual
            unusual = watch.look(began.astimezone(zone), values[number])
            if unusual is not None and (before is None or before.direction is not unusual.direction):
                since = began
        self.known[place] = (len(values), unusual, since)
        return Looked(len(values), watch.is_learning, unusual, since if unusual else None, watch.pace)

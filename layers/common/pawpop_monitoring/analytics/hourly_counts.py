"""Whether an hour has far more or far fewer than such an hour has: seasonal by hour and weekday, exact for few.

What is expected is the mean of the same hour of the week, drawn towards that of the same hour of all such days. How
far counts wander around it is learnt as well: customers come in bursts, and a shop's noise is not Poisson's. Both the
chance and the effect decide: what is certain but small is no news.

The first day of a month is a day of its own, as salaries and subscriptions are: how much more it brings is known from
the month before, and until there was one, more is demanded of it.

After something unusual the next has to be clearer for a quarter, by chance alone: a loop is clear by far.

A day may be quiet as a whole: a holiday, the week after Christmas. So what is fewer by two thirds is a drop only if the
same day was busier before it. And a day may be busy as a whole, which nobody announced: a mean remembers a sale for
weeks, so for a drop there have to be fewer than the median leads to expect as well. Where a day may be quiet, few
have to be few for a holiday too: a small shop shows that in half a day.
"""

from collections import deque
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from itertools import chain
from statistics import median
from typing import NamedTuple

from pawpop_monitoring.analytics.chance import counts_at_least, counts_at_most

LEARNING_HOURS = 14 * 24
_WEEKS, _DAYS, _DRAWN = 8, 20, 4.0
_WEIGHT = 1 / 300
_MOST_SPREAD = 25.0
_CHANCE = 1e-5
"""An hour in a hundred thousand: one in fifty quarters."""
_PERHAPS, _PACE_HOURS = 0.1, (1, 2, 6)
"""What so often comes by chance is no sign of a busy hour; a small shop needs some of them to show one."""
_AGAIN = 0.1
"""So many times as seldom after another one in the same quarter."""
_MORE, _FEWER, _HARDLY_ANY = 2.5, 0.35, 0.15
"""So many times as many as expected, at least for a surge, and at most for a drop."""
_QUIET, _CHANCE_IF_QUIET, _CHANCE_BUSY = 0.3, 1e-3, 1e-2
"""What a holiday has of an ordinary day, and how strange for one a drop has to be, and a day before it busy."""
_BUSY, _TELLING = 0.6, 20.0
"""The share of what it usually has from which on a day is no quiet one, if so many at least are usual by then."""
_FEWEST_MORE, _FEWEST_EXPECTED = 10, 25.0
"""So many have to come for a surge, and to be expected for a drop."""
_SURGE_HOURS, _DROP_HOURS = 2, (6, 12)
_SATURDAY, _ENOUGH_PAST = 5, 3
_FIRST_DAY, _DRAWN_TO_NONE, _MOST_FIRST_DAY = 1.7, 10.0, 3.0
"""So many times as much a month's first day may have where none is known yet, and may have at most."""
_CALM_HOURS, _QUARTER_HOURS = 24, 91 * 24
"""So long nothing strange, until what is strange is news again; and until it needs to be no clearer than a first one.
"""


class Direction(Enum):
    """More than expected, or fewer."""

    MORE = "more"
    FEWER = "fewer"


@dataclass(frozen=True, slots=True)
class Unusual:
    """`seen` where `expected` are; chance alone brings that with `chance`."""

    direction: Direction
    seen: int
    expected: float
    chance: float

    def is_more_than(self, times: float) -> bool:
        """Whether it would be a surge as well where so many `times` as many are expected."""
        expected = times * self.expected
        return self.seen >= _MORE * expected and counts_at_least(self.seen, max(expected, 0.1), 1.0) < _CHANCE


class _Hour(NamedTuple):
    """What was seen in it, what it may have at most, and what it usually has."""

    seen: int
    most: float
    usual: float


_NOTHING = _Hour(0, 0.0, 0.0)


class HourlyCounts:
    """Watches the counts of one kind of thing, hour by hour in the shop's own time."""

    def __init__(self) -> None:
        """Begin without a past; until there are 14 days, nothing is unusual."""
        self._same_hour: dict[tuple[int, int], deque[float]] = {}
        self._such_days: dict[tuple[bool, int], deque[float]] = {}
        self._recent: deque[tuple[datetime, _Hour]] = deque(maxlen=max(_DROP_HOURS))
        self._today: list[tuple[int, float]] = []
        self._first_day = _FIRST_DAY
        self._of_first_day = (0, 0.0)
        self._spread = 1.5
        self._hours = 0
        self._calm = _QUARTER_HOURS

    @property
    def is_learning(self) -> bool:
        """Whether there is too little past."""
        return self._hours < LEARNING_HOURS

    def news(self, moment: datetime, count: int, *, known: bool = False) -> Unusual | None:
        """What is unusual now and was not before; an hour that is `known` to be odd (a sale, a silence) never is."""
        calm = self._calm
        unusual = self.look(moment, count, known=known)
        return unusual if calm >= _CALM_HOURS else None

    def look(self, moment: datetime, count: int, *, known: bool = False) -> Unusual | None:
        """The same of what is unusual, news or not; each hour is looked at once, by one of the two."""
        expected = self.expected(moment)
        unusual = None
        if not moment.hour:
            self._today.clear()
        if known:
            self._recent.clear()
        else:
            self._today.append((count, expected))
            self._note_first_day(moment, count, expected)
            first = moment.day == 1
            most = expected * (self._first_day if first else 1.0)
            self._recent.append((moment, _Hour(count, most, expected)))
            unusual = None if self.is_learning else self._unusual()
            if not first or self.is_learning:
                self._learn(moment, count, expected, odd=unusual is not None)
        self._hours += 1
        self._calm = 0 if unusual else self._calm + 1
        return unusual

    def expected(self, moment: datetime) -> float:
        """How many such an hour has."""
        same, such = self._past(moment)
        mean = sum(such) / len(such) if such else 0.0
        return (sum(same) + _DRAWN * mean) / (len(same) + _DRAWN)

    @property
    def pace(self) -> float:
        """How many times as much as usual the last hours had, one to six; 1 if that is no more, or may be chance."""
        return max(self._pace(hours) for hours in _PACE_HOURS)

    def _pace(self, hours: int) -> float:
        seen, _, usual = self._last(hours)
        if seen <= usual or not usual or counts_at_least(seen, usual, self._spread) > _PERHAPS:
            return 1.0
        return seen / usual

    def _ordinary(self, moment: datetime) -> float:
        """As `expected`, but some busy days change nothing."""
        same, such = self._past(moment)
        middle = median(such) if such else 0.0
        return (len(same) * (median(same) if same else 0.0) + _DRAWN * middle) / (len(same) + _DRAWN)

    def _past(self, moment: datetime) -> tuple[deque[float], deque[float]]:
        weekday, hour = moment.weekday(), moment.hour
        same = self._same_hour.setdefault((weekday, hour), deque(maxlen=_WEEKS))
        return same, self._such_days.setdefault((weekday >= _SATURDAY, hour), deque(maxlen=_DAYS))

    def _note_first_day(self, moment: datetime, count: int, expected: float) -> None:
        """Once it is over, what it brought is what the next one may bring."""
        seen, usual = self._of_first_day
        if moment.day == 1:
            self._of_first_day = (seen + count, usual + expected)
        elif usual > 0:
            times = (seen + _DRAWN_TO_NONE) / (usual + _DRAWN_TO_NONE)
            self._first_day, self._of_first_day = min(max(1.0, times), _MOST_FIRST_DAY), (0, 0.0)

    def _unusual(self) -> Unusual | None:
        surges = (self._surge(hours) for hours in range(1, _SURGE_HOURS + 1))
        drops = (self._drop(hours) for hours in _DROP_HOURS)
        return next((one for one in chain(surges, drops) if one), None)

    def _is_chance(self, chance: float) -> bool:
        again = _CALM_HOURS <= self._calm < _QUARTER_HOURS
        return chance >= _CHANCE * (_AGAIN if again else 1.0)

    def _surge(self, hours: int) -> Unusual | None:
        seen, expected, _ = self._last(hours)
        if seen < max(_FEWEST_MORE, _MORE * expected):
            return None
        chance = counts_at_least(seen, max(expected, 0.1), self._spread)
        return None if self._is_chance(chance) else Unusual(Direction.MORE, seen, expected, chance)

    def _drop(self, hours: int) -> Unusual | None:
        seen, _, usual = self._last(hours)
        if len(self._recent) < hours or usual < _FEWEST_EXPECTED or seen > _FEWER * usual:
            return None
        expected = min(usual, sum(self._ordinary(moment) for moment, _ in list(self._recent)[-hours:]))
        if expected < _FEWEST_EXPECTED or seen > _FEWER * expected:
            return None
        if self._may_be_quiet(seen, expected) and not self._was_busy(hours):
            return None
        chance = counts_at_most(seen, expected, 2 * self._spread)
        return None if self._is_chance(chance) else Unusual(Direction.FEWER, seen, expected, chance)

    def _may_be_quiet(self, seen: int, expected: float) -> bool:
        """Whether so few may be those of a day that is quiet as a whole."""
        if seen > _HARDLY_ANY * expected:
            return True
        return counts_at_most(seen, _QUIET * expected, self._spread) >= _CHANCE_IF_QUIET

    def _was_busy(self, hours: int) -> bool:
        """Whether the day, before the hours in which a drop is looked for, was about as busy as such days are."""
        before = self._today[:-hours]
        seen, expected = sum(count for count, _ in before), sum(usual for _, usual in before)
        if expected < _TELLING or seen < _BUSY * expected:
            return False
        return counts_at_least(seen, _QUIET * expected, self._spread) < _CHANCE_BUSY

    def _last(self, hours: int) -> _Hour:
        """That many as one."""
        last = [hour for _, hour in self._recent][-hours:]
        return _Hour(*map(sum, zip(*last, strict=True))) if last else _NOTHING

    def _learn(self, moment: datetime, count: int, expected: float, *, odd: bool) -> None:
        """What is odd is taken in as far as it would not have been: so a lasting change becomes usual in the end."""
        same, such = self._past(moment)
        taken = min(float(count), _MORE * expected + _FEWEST_MORE) if such else float(count)
        same.append(taken)
        such.append(taken)
        if len(such) >= _ENOUGH_PAST and expected > 0 and not odd:
            squared = min((count - expected) ** 2 / expected, _MOST_SPREAD)
            self._spread = max(1.0, self._spread + _WEIGHT * (squared - self._spread))

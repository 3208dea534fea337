"""Stretches of time that sums are taken over."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Period:
    """A half-open stretch of time: `start` is inside, `end` is not. Both carry a time zone."""

    start: datetime
    end: datetime

    @property
    def hours(self) -> float:
        """Its length in hours."""
        return (self.end - self.start) / timedelta(hours=1)


def day_of(moment: datetime, zone: ZoneInfo) -> Period:
    """The calendar day of `zone` that `moment` is in: 23 or 25 hours long where the clocks are changed."""
    return calendar_day(moment.astimezone(zone).date(), zone)


def calendar_day(day: date, zone: ZoneInfo) -> Period:
    """That day in `zone`."""
    return Period(_midnight(day, zone), _midnight(day + timedelta(days=1), zone))


def month_of(moment: datetime, zone: ZoneInfo) -> Period:
    """The calendar month of `zone` that `moment` is in."""
    first = moment.astimezone(zone).date().replace(day=1)
    next_first = (first + timedelta(days=31)).replace(day=1)
    return Period(_midnight(first, zone), _midnight(next_first, zone))


def last(length: timedelta, moment: datetime) -> Period:
    """The stretch of `length` that ends at `moment`."""
    return Period(moment - length, moment)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a day, also where the clocks skip or repeat midnight."""
    return datetime.combine(day, time(), zone).astimezone(UTC)

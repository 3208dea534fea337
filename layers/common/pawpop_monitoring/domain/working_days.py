"""Monday to Friday: the days on which people read what can wait."""

from datetime import date, timedelta

_SATURDAY = 5


def is_working_day(day: date) -> bool:
    """True from Monday to Friday; holidays are not known."""
    return day.weekday() < _SATURDAY


def first_working_day(day: date) -> date:
    """`day` itself, or the Monday after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day

"""Numbers as people read them."""

from collections.abc import Callable
from datetime import date

from pawpop_monitoring.domain.money import dollars, money
from pawpop_monitoring.domain.plural import plural

__all__ = ["between", "coming_day", "day", "dollars", "figure", "money", "more_than", "percent", "some_days"]

_MANY_TIMES, _FEW_MILLISECONDS = 9.0, 10
_FEW_PERCENT, _LITTLE_PERCENT, _FEW_DAYS, _SECOND, _MANY_SECONDS = 0.1, 0.05, 3, 1000, 600


def between(low: float, high: float, said: Callable[[float], str]) -> str:
    """`, between $395 and $412`; nothing where the two read the same."""
    return "" if said(low) == said(high) else f", between {said(low)} and {said(high)}"


def day(day: date) -> str:
    """Such as 27 November."""
    return f"{day.day} {day:%B}"


def coming_day(then: date, today: date) -> str:
    """Such as 27 November, or 12 January 2030 where that is in another year."""
    return day(then) if then.year == today.year else f"{day(then)} {then.year}"


def percent(share: float) -> str:
    """Such as 12 %, or 0.4 % where there is little."""
    return f"{100 * share:.0f} %" if abs(share) >= _FEW_PERCENT else f"{100 * share:.1f} %"


def more_than(share: float) -> str:
    """Such as 12 % more than, or 30 times where nobody reckons in percent any more."""
    return f"{1 + share:,.0f} times" if share >= _MANY_TIMES else f"{percent(share)} more than"


def some_days(days: float) -> str:
    """Such as 4 days, 1.5 days where there are few, or 5 hours; less than an hour is said as that."""
    if days < 1:
        hours = int(days * 24)
        return plural(hours, "hour") if hours else "less than an hour"
    told = f"{days:.1f}".removesuffix(".0") if days < _FEW_DAYS else f"{days:,.0f}"
    return "1 day" if told == "1" else f"{told} days"


def figure(value: float, unit: str) -> str:
    """Such as 61.5 %, 4.2 s, 1,200 calls."""
    if unit == "ms":
        return _time(value)
    if unit == "USD":
        return money(value)
    if unit == "%":
        return f"{value:,.1f} %" if not 0 < value < _LITTLE_PERCENT else f"{value:.1g} %"
    return f"{value:,.0f} {unit}".rstrip()


def _time(milliseconds: float) -> str:
    if milliseconds < _SECOND:
        return f"{milliseconds:.0f} ms" if milliseconds >= _FEW_MILLISECONDS else f"{milliseconds:.2g} ms"
    seconds = milliseconds / _SECOND
    return f"{seconds:.1f} s" if seconds < _MANY_SECONDS else f"{seconds / 60:,.0f} min"

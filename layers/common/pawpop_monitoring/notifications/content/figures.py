"""Numbers, times and durations as a person reads them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

_MILLISECONDS_IN_SECOND = 1000
_LARGE = 1e15
_ABSURD = 1e100
_KIB = 1024
_BINARY = ("bytes", "KiB", "MiB", "GiB", "TiB")
_UNITS = frozenset({"%", "ms", "s", "h", "d", "min", "USD", "GiB", "MiB", "KiB", "TiB"})
"""Units that are no words with a plural."""
UTC_ZONE = ZoneInfo("UTC")


def quantity(value: float, unit: str) -> str:
    """`92.4 %`, `6.2 s`, `850 ms`, `$57.31`, `4 requests`."""
    match unit:
        case "USD":
            return f"${value:,.2f}"
        case "ms" if abs(value) >= _MILLISECONDS_IN_SECOND:
            return f"{number(value / _MILLISECONDS_IN_SECOND)} s"
        case "bytes":
            return _bytes(value)
        case "":
            return number(value)
        case _:
            return f"{number(value)} {unit_for(value, unit)}"


def unit_for(value: float, unit: str) -> str:
    """`unit`, which is a plural where it is a word, as it goes with `value`: `1 delivery`, `2 deliveries`."""
    if abs(value) != 1 or unit in _UNITS:
        return unit
    head, _, noun = unit.rpartition(" ")
    one = noun.removesuffix("ies") + "y" if noun.endswith("ies") else noun.removesuffix("s")
    return f"{head} {one}".strip()


def real(value: object) -> float | None:
    """The number that `value` is, if it is one that a person can read."""
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _ABSURD:
        return float(value)
    return None


def _bytes(value: float) -> str:
    power = 0
    while abs(value) >= _KIB and power < len(_BINARY) - 1:
        value, power = value / _KIB, power + 1
    return f"{number(value)} {_BINARY[power]}" if power else f"{number(value)} {unit_for(value, 'bytes')}"


def number(value: float) -> str:
    """At most two decimals, thousands apart."""
    if abs(value) >= _LARGE:
        return f"{value:.3g}"
    return f"{value:,.2f}".rstrip("0").rstrip(".")


def duration(length: timedelta) -> str:
    """The two largest units: `3 d 4 h`, `2 h`, `1 h 20 min`, `45 s`."""
    seconds = max(0, int(length.total_seconds()))
    minutes, hours = seconds // 60, seconds // 3600
    if hours >= 24:  # noqa: PLR2004
        return _two(hours // 24, "d", hours % 24, "h")
    if hours:
        return _two(hours, "h", minutes % 60, "min")
    return _two(minutes, "min", 0, "") if minutes else f"{seconds} s"


def moment(at: datetime, zone: ZoneInfo) -> str:
    """`Mon 23 Nov 2026, 04:12 CET`."""
    return at.astimezone(zone).strftime("%a %d %b %Y, %H:%M %Z")


def clock_time(at: datetime, zone: ZoneInfo) -> str:
    """`04:12 CET`."""
    return at.astimezone(zone).strftime("%H:%M %Z")


def _two(large: int, large_unit: str, small: int, small_unit: str) -> str:
    return f"{large} {large_unit}" + (f" {small} {small_unit}" if small else "")

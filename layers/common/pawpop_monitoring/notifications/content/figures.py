"""Numbers and times as a person reads them."""

from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from pawpop_monitoring.domain.duration import duration
from pawpop_monitoring.domain.money import LARGE, dollars, rounded

_MILLISECONDS_IN_SECOND = 1000
_DECIMALS = range(2, 13)
_WHOLE = {"0": 0.0, "100": 100.0}
_ABSURD = 1e100
_KIB = 1024
_BINARY = ("bytes", "KiB", "MiB", "GiB", "TiB")
_UNITS = frozenset({"%", "ms", "s", "h", "d", "min", "USD", "GiB", "MiB", "KiB", "TiB"})
"""Units that are no words with a plural."""
_ETERNITY = 1e10


class _Length(NamedTuple):
    """How many seconds the unit has, and from how many on people want hours and days."""

    seconds: float
    told_from: float


_SECONDS = {"ms": _Length(0.001, 600), "s": _Length(1, 600), "minutes": _Length(60, 7200)}
UTC_ZONE = ZoneInfo("UTC")


def quantity(value: float, unit: str) -> str:
    """`92.4 %`, `6.2 s`, `850 ms`, `$57.31`, `4 requests`, and `2 h` of what is long."""
    length = _SECONDS.get(unit)
    if length and length.told_from <= value * length.seconds < _ETERNITY:
        return duration(timedelta(seconds=value * length.seconds))
    return _in_unit(value, unit)


def _in_unit(value: float, unit: str, decimals: int = 2) -> str:
    """At most so many decimals, of money at least two."""
    match unit:
        case "USD":
            return dollars(value, decimals)
        case "ms" if abs(value) >= _MILLISECONDS_IN_SECOND:
            return f"{number(value / _MILLISECONDS_IN_SECOND, decimals)} s"
        case "%":
            return f"{_share(value, decimals)} %"
        case "bytes":
            return _bytes(value, decimals)
        case "":
            return number(value, decimals)
        case _:
            return f"{number(value, decimals)} {unit_for(value, unit)}"


def told_apart(value: float, other: float, unit: str) -> tuple[str, str]:
    """Both with as many decimals as it takes to tell them apart: no value reads as the limit that it is above."""
    as_lengths = quantity(value, unit), quantity(other, unit)
    exact = ((_in_unit(value, unit, decimals), _in_unit(other, unit, decimals)) for decimals in _DECIMALS)
    return next((texts for texts in (as_lengths, *exact) if value == other or texts[0] != texts[1]), as_lengths)


def is_word(unit: str) -> bool:
    """Whether it says what was counted, as a plural."""
    return bool(unit) and unit not in _UNITS


def unit_for(value: float, unit: str) -> str:
    """`unit`, which is a plural where it is a word, as it goes with `value`: `1 delivery`, `2 deliveries`."""
    if abs(value) != 1 or not is_word(unit):
        return unit
    head, _, noun = unit.rpartition(" ")
    one = noun.removesuffix("ies") + "y" if noun.endswith("ies") else noun.removesuffix("s")
    return f"{head} {one}".strip()


def real(value: object) -> float | None:
    """The number that `value` is, if it is one that a person can read."""
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _ABSURD:
        return float(value)
    return None


def _share(percent: float, decimals: int) -> str:
    """One that is neither all nor nothing does not read so."""
    texts = [number(percent, each) for each in range(decimals, _DECIMALS.stop)]
    return next((text for text in texts if text not in _WHOLE or percent == _WHOLE[text]), texts[0])


def _bytes(value: float, decimals: int) -> str:
    power = 0
    while abs(value) >= _KIB and power < len(_BINARY) - 1:
        value, power = value / _KIB, power + 1
    amount = number(value, decimals)
    return f"{amount} {_BINARY[power]}" if power else f"{amount} {unit_for(value, 'bytes')}"


def number(value: float, decimals: int = 2) -> str:
    """At most so many decimals, thousands apart."""
    if abs(value) >= LARGE:
        return f"{value:.3g}"
    told = rounded(value, decimals).rstrip("0").rstrip(".")
    return "0" if told == "-0" else told


def moment(at: datetime, zone: ZoneInfo) -> str:
    """`Mon 23 Nov 2026, 04:12 CET`."""
    return at.astimezone(zone).strftime("%a %d %b %Y, %H:%M %Z")


def clock_time(at: datetime, zone: ZoneInfo) -> str:
    """`04:12 CET`."""
    return at.astimezone(zone).strftime("%H:%M %Z")

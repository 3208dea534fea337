"""Durations as a person reads them."""

from datetime import timedelta


def duration(length: timedelta) -> str:
    """The two largest units: `3 d 4 h`, `2 h`, `1 h 20 min`, `45 s`."""
    seconds = max(0, int(length.total_seconds()))
    minutes, hours = seconds // 60, seconds // 3600
    if hours >= 24:  # noqa: PLR2004
        return _two(hours // 24, "d", hours % 24, "h")
    if hours:
        return _two(hours, "h", minutes % 60, "min")
    return _two(minutes, "min", 0, "") if minutes else f"{seconds} s"


def _two(large: int, large_unit: str, small: int, small_unit: str) -> str:
    return f"{large} {large_unit}" + (f" {small} {small_unit}" if small else "")

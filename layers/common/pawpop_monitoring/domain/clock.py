"""Time as a value that is handed in."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

type Clock = Callable[[], datetime]
"""Answers the present moment, in UTC."""

CLOCK_SKEW = timedelta(minutes=5)
"""How far the clock of whoever tells us something, or writes it down, may be ahead of ours."""


def system_clock() -> datetime:
    """The machine's own time."""
    return datetime.now(UTC)

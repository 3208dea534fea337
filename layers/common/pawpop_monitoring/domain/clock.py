"""Time as a value that is handed in."""

from collections.abc import Callable
from datetime import UTC, datetime

type Clock = Callable[[], datetime]
"""Answers the present moment, in UTC."""


def system_clock() -> datetime:
    """The machine's own time."""
    return datetime.now(UTC)

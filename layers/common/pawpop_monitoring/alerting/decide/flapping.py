"""Alerts that come and go: told once, then held open until it is calm."""

from datetime import datetime, timedelta

OPENS_TOLERATED = 3
"""Openings within `WINDOW` that are told one by one; one more is flapping."""

WINDOW = timedelta(hours=1)

CALM = timedelta(minutes=30)
"""How long nothing bad may be seen before a flapping alert is over."""


def recent_opens(opens: tuple[datetime, ...], now: datetime) -> tuple[datetime, ...]:
    """The openings that still count."""
    return tuple(opened for opened in opens if opened > now - WINDOW)


def is_flapping(opens: tuple[datetime, ...]) -> bool:
    """True if the last of these recent openings was one too many."""
    return len(opens) > OPENS_TOLERATED

"""Moments in the headers of an answer."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def http_date(text: str) -> datetime | None:
    """As HTTP writes it, in UTC where it names no time zone; None for what is none, however it is wrong."""
    try:
        read = parsedate_to_datetime(text.strip())
        return read.replace(tzinfo=UTC) if read.tzinfo is None else read
    except (ValueError, OverflowError, TypeError, IndexError):
        return None

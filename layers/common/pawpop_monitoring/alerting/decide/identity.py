"""Ids that every function computes alike, without asking anyone."""

import hashlib
from datetime import datetime, timedelta


def alert_id_of(fingerprint: str, opened_at: datetime) -> str:
    """The id of the alert that `fingerprint` opened at that moment: `alert_` and 20 hex digits."""
    digest = hashlib.sha256(f"{fingerprint}@{opened_at.isoformat()}".encode()).hexdigest()
    return f"alert_{digest[:20]}"


def bucket_start(now: datetime, interval: timedelta) -> datetime:
    """Start of the time bucket of length `interval` that `now` falls into, counted from the epoch."""
    seconds = interval.total_seconds()
    return datetime.fromtimestamp(now.timestamp() // seconds * seconds, tz=now.tzinfo)

"""Resend's Idempotency-Key: the same call answers the same for 24 hours without sending again."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

KEPT_FOR = timedelta(hours=24)


class KeyInUseError(Exception):
    """The first call with this key has not answered yet."""


class KeyReusedError(Exception):
    """The key was used before with another payload."""


@dataclass(frozen=True)
class _Entry:
    payload: bytes
    seen_at: datetime
    mail_id: str | None = None


class IdempotencyKeys:
    """The keys of the last 24 hours. Safe to use from several threads."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._entries: dict[str, _Entry] = {}

    def begin(self, key: str, payload: bytes) -> str | None:
        """Claim the key. Returns the mail id of the same call's earlier answer, or None: go on and `finish`.

        Raises KeyInUseError or KeyReusedError.
        """
        with self._lock:
            entry = self._entries.get(key)
            if entry is None or self._now() - entry.seen_at >= KEPT_FOR:
                self._entries[key] = _Entry(payload, self._now())
                return None
            if entry.payload != payload:
                raise KeyReusedError
            if entry.mail_id is None:
                raise KeyInUseError
            return entry.mail_id

    def finish(self, key: str, mail_id: str) -> None:
        with self._lock:
            entry = self._entries[key]
            self._entries[key] = _Entry(entry.payload, entry.seen_at, mail_id)

    def forget(self) -> None:
        with self._lock:
            self._entries.clear()

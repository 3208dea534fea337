"""So many calls in so many seconds."""

import threading
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta


class Limiter:
    """A sliding window for each key. Safe to use from several threads."""

    def __init__(self, now: Callable[[], datetime], calls: int, period: timedelta) -> None:
        self._now, self._calls, self._period = now, calls, period
        self._lock = threading.Lock()
        self._taken: dict[str, deque[datetime]] = {}

    def wait(self, key: str) -> float | None:
        """None if the call may go on, and counts; else seconds until the next one may."""
        now = self._now()
        with self._lock:
            taken = self._taken.setdefault(key, deque())
            while taken and now - taken[0] >= self._period:
                taken.popleft()
            if len(taken) < self._calls:
                taken.append(now)
                return None
            return (self._period - (now - taken[0])).total_seconds()

    def forget(self) -> None:
        with self._lock:
            self._taken.clear()

"""Keeps a flood of callers who need no token from costing a database session each."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

_KEPT_SECONDS = 5.0
_FRESH = 3
"""Answers in so many seconds that are made anew, so that who looks twice sees what has just changed."""


@dataclass(slots=True)
class BurstMemory[Answer]:
    """Makes `_FRESH` answers in `_KEPT_SECONDS`, and repeats the newest of them to whoever asks besides.

    An answer is never repeated when it is older than that. One for each Lambda environment; `seconds` is a clock that
    never goes back.
    """

    seconds: Callable[[], float] = time.monotonic
    _made: deque[float] = field(default_factory=lambda: deque(maxlen=_FRESH))
    _newest: Answer | None = None

    def answer(self, make: Callable[[], Answer]) -> Answer:
        """What `make` answers, or answered a moment ago. What it raises is not kept."""
        now = self.seconds()
        if self._newest is not None and len(self._made) == _FRESH and now - self._made[0] < _KEPT_SECONDS:
            return self._newest
        # Before it is made: a database that hangs must not be asked by everybody either.
        self._made.append(now)
        self._newest = None
        self._newest = make()
        return self._newest

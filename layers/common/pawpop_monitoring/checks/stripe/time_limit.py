"""How much of the check's time is left."""

import time


class TimeLimit:
    """A moment, `seconds` from now, by which everything has to be over."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds until then, at least 0."""
        return max(0.0, self._end - time.monotonic())

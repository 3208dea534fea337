"""One deadline for a whole call, or for several."""

import time


class Deadline:
    """A moment, `seconds` from now, by which everything has to be over."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds until then, at least 0."""
        return max(0.0, self._end - time.monotonic())

    def expect(self) -> float:
        """Seconds until then, for the time-out of a socket; TimeoutError once there are none."""
        if not (left := self.left):
            raise TimeoutError("the deadline has passed")
        return left

"""The one way in which a test waits for what is delivered through queues."""

import time
from collections.abc import Callable

PATIENCE_SECONDS = 120
"""Far beyond what anything takes even where two slow cores start several functions at once."""
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS, _GROWTH = 0.01, 0.25, 1.5


def eventually[T](
    look: Callable[[], T], what: str, until: Callable[[T], object] = bool, patience: float = PATIENCE_SECONDS
) -> T:
    """The first answer of `look` that `until` holds for; AssertionError with the last one if none comes.

    It looks soon at first and then less often, so that a wait neither lasts longer than it has to nor is itself a load.
    """
    deadline = time.monotonic() + patience
    pause = _FIRST_PAUSE_SECONDS
    while not until(seen := look()):
        assert time.monotonic() < deadline, f"waited {patience:g} s in vain for {what}; seen last: {seen!r:.2000}"
        time.sleep(pause)
        pause = min(pause * _GROWTH, _LONGEST_PAUSE_SECONDS)
    return seen

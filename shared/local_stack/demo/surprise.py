"""What the demo says when the product did not do what it promises."""

import time
from collections.abc import Callable

POLL_SECONDS = 0.1
_PATIENCE_SECONDS = 120.0
"""On a busy machine the emulator takes most of a minute to start a function for the first time."""


class SurpriseError(Exception):
    """One sentence: what was expected and did not happen."""


def wait_for[T](look: Callable[[], T | None], otherwise: str, *, seconds: float = _PATIENCE_SECONDS) -> T:
    """What `look` finds, looking again for `seconds`; then SurpriseError with `otherwise`."""
    deadline = time.monotonic() + seconds
    while (found := look()) is None:
        if time.monotonic() > deadline:
            raise SurpriseError(f"after {seconds:.0f} s {otherwise}")
        time.sleep(POLL_SECONDS)
    return found

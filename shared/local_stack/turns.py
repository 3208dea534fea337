"""One `up` at a time: the stacks of a checkout share its build folder."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from local_stack.paths import Paths


@contextmanager
def exclusive(paths: Paths) -> Iterator[None]:
    """Wait until no other process builds or deploys in this checkout; the system lets go if we die."""
    file = paths.root / ".local" / "build.lock"
    file.parent.mkdir(exist_ok=True)
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield

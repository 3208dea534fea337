"""One at a time: the stacks of a checkout share its build folder, and two deployments of one stack its answers."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local_stack.paths import Paths


@contextmanager
def exclusive(paths: Paths) -> Iterator[None]:
    """Wait until no other process builds or deploys in this checkout; the system lets go if we die."""
    file = paths.root / ".local" / "build.lock"
    file.parent.mkdir(exist_ok=True)
    with file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@contextmanager
def alone(file: Path) -> Iterator[bool]:
    """Whether nobody else is in such a block with this file; nobody is waited for."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with file.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True

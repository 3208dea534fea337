"""Something that is kept, and can be read anew when it turns out to be outdated."""

from collections.abc import Callable
from typing import Protocol, runtime_checkable


@runtime_checkable
class Renewable[T](Protocol):
    """A callable that answers what is kept."""

    def __call__(self) -> T:
        """As it was read some time ago."""
        ...

    def renewed(self) -> T:
        """As it is now."""
        ...


def renewed[T](kept: Callable[[], T], refused: T) -> T | None:
    """What `kept` is now; None if that is what was refused, or if it can't be read anew."""
    if not isinstance(kept, Renewable):
        return None
    now: T = kept.renewed()
    return None if now == refused else now

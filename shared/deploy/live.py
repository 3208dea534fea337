"""Whether open pages can ask a function every few seconds: only where it has a share of its own.

Its address is open to the internet and has no gateway before it that would slow a flood down, so that without a bound
a stranger could keep every other function of the account from running.
"""

from collections.abc import Mapping

_SHARE = 3
"""Functions at once: some hundred answers a second, each of which takes a few milliseconds."""
_LEFT_FOR_OTHERS = 100
"""Lambda reserves nothing where fewer than these would be left."""


def share(concurrency: int | None) -> Mapping[str, str]:
    """The setting for an account that runs so many functions at once; none where that is too few, or not known."""
    enough = concurrency is not None and concurrency >= _SHARE + _LEFT_FOR_OTHERS
    return {"LiveConcurrency": str(_SHARE)} if enough else {}

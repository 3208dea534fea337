"""How often something begins that comes in spells, such as one customer's pictures: seen in slots of five minutes.

What makes a silence strange is how often a spell begins while it is quiet, not how much comes in one. So only those
slots are counted that come after a quarter of an hour of quiet; where it is hardly ever quiet, each slot is one.
"""

from collections.abc import Collection
from math import log1p

_QUIET = 3
"""Slots without anything, after which what comes is a new spell."""
_BLOCK = 36
"""Slots of three hours, in which the pace is taken to be even."""


def spells_expected(busy: Collection[int], first: int, end: int) -> float:
    """How many spells would have begun from slot `first` until before `end`, had it been quiet all that time.

    `busy` are the numbers of the slots in which something came; those before `first` are looked at for quiet as well.
    """
    return sum(_in_block(busy, start, min(start + _BLOCK, end)) for start in range(first, end, _BLOCK))


def _in_block(busy: Collection[int], first: int, end: int) -> float:
    after_quiet = [slot for slot in range(first, end) if not any(slot - back in busy for back in range(1, _QUIET + 1))]
    looked_at = after_quiet or range(first, end)
    began = sum(slot in busy for slot in looked_at)
    return -(end - first) * log1p(-began / (len(looked_at) + 1))

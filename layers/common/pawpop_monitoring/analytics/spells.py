"""How often something begins that comes in spells, such as one customer's pictures: seen in slots of five minutes.

What makes a silence strange is how often a spell begins while it is quiet, not how much comes in one. So only those
slots are counted that come after a quarter of an hour of quiet; where it is hardly ever quiet, each slot is one.
"""

from collections.abc import Collection, Iterator
from math import log1p

_QUIET = 3
"""Slots without anything, after which what comes is a new spell."""
_BLOCK = 36
"""Slots of three hours, in which the pace is taken to be even."""


def spells_expected(busy: Collection[int], first: int, end: int) -> float:
    """How many spells would have begun from slot `first` until before `end`, had it been quiet all that time.

    `busy` are the numbers of the slots in which something came; those before `first` are looked at for quiet as well.
    """
    return sum(_of_block(busy, start, min(start + _BLOCK, end)) for start in range(first, end, _BLOCK))


def spells_by_slot(busy: Collection[int], first: int, end: int) -> list[float]:
    """The same until the end of each slot from `first` until before `end`."""
    until: list[float] = []
    for start in range(first, end, _BLOCK):
        before = until[-1] if until else 0.0
        until += [before + spells for spells in _in_block(busy, start, min(start + _BLOCK, end))]
    return until


def _of_block(busy: Collection[int], first: int, end: int) -> float:
    """All of a block at once: each slot is a bit, with the quarter of an hour before it."""
    came = sum(1 << slot - first + _QUIET for slot in range(first - _QUIET, end) if slot in busy)
    near = 0
    for back in range(1, _QUIET + 1):
        near |= came << back
    slots = (1 << end - first + _QUIET) - (1 << _QUIET)
    began, after_quiet = (came & ~near & slots).bit_count(), (~near & slots).bit_count()
    return _expected(end - first, began, after_quiet, (came & slots).bit_count())


def _in_block(busy: Collection[int], first: int, end: int) -> Iterator[float]:
    after_quiet = began = came = 0
    quiet = next((back for back in range(_QUIET) if first - 1 - back in busy), _QUIET)
    for number, slot in enumerate(range(first, end), 1):
        is_busy = slot in busy
        came += is_busy
        if quiet >= _QUIET:
            after_quiet += 1
            began += is_busy
        quiet = 0 if is_busy else quiet + 1
        yield _expected(number, began, after_quiet, came)


def _expected(slots: int, began: int, after_quiet: int, came: int) -> float:
    """In so many slots, of which so many came `after_quiet`."""
    seen, looked_at = (began, after_quiet) if after_quiet else (came, slots)
    return -slots * log1p(-seen / (looked_at + 1))

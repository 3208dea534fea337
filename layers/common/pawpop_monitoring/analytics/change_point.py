"""Since when a series is another one, and what contributes most to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

_SHORTEST = 2


def changed_at(values: Sequence[float]) -> int | None:
    """The index from which on two means explain the values best; None of too few, or of values that are all alike."""
    sums = list(accumulate(values, initial=0.0))
    total, count = sums[-1], len(values)
    gains = {
        place: sums[place] ** 2 / place + (total - sums[place]) ** 2 / (count - place) - total**2 / count
        for place in range(_SHORTEST, count - _SHORTEST + 1)
    }
    best = max(gains, key=gains.__getitem__, default=None)
    return best if best is not None and gains[best] > 1e-9 * (1 + total**2) else None


@dataclass(frozen=True, slots=True)
class Contribution:
    """How much more there is of one of several (less, if negative), and its share of the whole change."""

    name: str
    change: float
    share: float


def contributions(before: Mapping[str, float], now: Mapping[str, float]) -> list[Contribution]:
    """Of each name, the largest first; both are amounts of stretches that are equally long."""
    changes = {name: now.get(name, 0.0) - before.get(name, 0.0) for name in {*before, *now}}
    whole = sum(abs(change) for change in changes.values())
    ordered = sorted(changes.items(), key=lambda one: (-abs(one[1]), one[0]))
    return [Contribution(name, change, abs(change) / whole if whole else 0.0) for name, change in ordered]

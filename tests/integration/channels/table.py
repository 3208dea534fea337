"""What came of each cell, as a table."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

TITLE = "steps told of those wanted, by fault and channel (+n copies that say they may be one)"
HANGING = "a channel that hangs: by how much the slowest of the others was slower (s)"
_WIDTH = 14


def row_of(fault: str, told: Mapping[str, Mapping[str, list[bool]]], wanted: Mapping[str, int]) -> Sequence[Any]:
    """In plain values: the fault, and for each channel how many were wanted, told, and told again in doubt."""
    cells = {
        channel: [wanted[channel], len(steps), sum(len(copies) - 1 for copies in steps.values())]
        for channel, steps in told.items()
    }
    return [fault, cells]


def lines(rows: Sequence[Any]) -> Iterable[str]:
    """A row per fault, those of one name together, and a column per channel."""
    rows, names = _together(rows), list(rows[0][1])
    yield _line("", names)
    for fault, cells in rows:
        yield _line(fault, [_cell(*cells[name]) for name in names])
    yield from _sum(rows)


def _together(rows: Sequence[Any]) -> Sequence[Any]:
    found: dict[str, dict[str, list[int]]] = {}
    for fault, cells in rows:
        known = found.setdefault(fault, {name: [0, 0, 0] for name in cells})
        for name, cell in cells.items():
            known[name] = [sum(pair) for pair in zip(known[name], cell, strict=True)]
    return [*found.items()]


def hanging_lines(rows: Sequence[Any]) -> Iterable[str]:
    """A row per channel, with how long it hung."""
    for channel, hung, more in rows:
        yield f"{channel:<46}{hung:>{_WIDTH}.1f}{max(0.0, more):>{_WIDTH}.2f}"


def _sum(rows: Sequence[Any]) -> Iterator[str]:
    cells = [cell for _, by_channel in rows for cell in by_channel.values()]
    lost = sum(max(0, wanted - told) for wanted, told, _ in cells)
    yield f"lost {lost}, repeated in doubt {sum(again for _, _, again in cells)}"


def _cell(wanted: int, told: int, again: int) -> str:
    return f"{told}/{wanted}" + (f" +{again}" if again else "")


def _line(name: str, cells: Sequence[str]) -> str:
    return f"{name:<46}" + "".join(f"{cell:>{_WIDTH}}" for cell in cells)

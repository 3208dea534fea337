"""The outcome of all cells, as a table."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Tally:
    """Mails wanted, mails accepted, and steps that time had overtaken, by kind; `untrue` are subjects of mails.

    `late` are mails that the fault did not keep back and that came only after it.
    """

    wanted: Counter[str]
    sent: Counter[str]
    superseded: Counter[str] = field(default_factory=Counter)
    untrue: Sequence[str] = ()
    late: int = 0

    @property
    def lost(self) -> int:
        """Mails that were wanted and never came, although what they tell was still so."""
        return (self.wanted - self.sent - self.superseded).total()

    @property
    def doubled(self) -> int:
        """Mails that came once more than wanted, such as a reminder after an acknowledgement."""
        return (self.sent - self.wanted).total()


type Row = tuple[str, str, list[dict[str, int]], list[str], int]
"""A cell in plain values: fault, step, mails wanted, accepted and overtaken by kind, what was untrue, how many late."""


@dataclass
class Matrix:
    """Tallies by fault and step."""

    tallies: dict[tuple[str, str], Tally] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "Matrix":
        """The matrix of the cells that tests left, on whichever worker."""
        return cls({(fault, step): _tally(counted, untrue, late) for fault, step, counted, untrue, late in rows})

    def rows(self) -> Iterator[Row]:
        for (fault, step), tally in self.tallies.items():
            counted = [dict(numbers) for numbers in (tally.wanted, tally.sent, tally.superseded)]
            yield fault, step, counted, list(tally.untrue), tally.late

    def lines(self) -> Iterator[str]:
        """A row per fault, a column per step; a cell shows the mails that were accepted out of those wanted."""
        faults, steps = (list(dict.fromkeys(names)) for names in zip(*self.tallies, strict=True))
        width = max(map(len, faults))
        yield _row("", steps, width, steps)
        for fault in faults:
            yield _row(fault, [self._cell(fault, step) for step in steps], width, steps)
        yield self._sum()

    def _cell(self, fault: str, step: str) -> str:
        tally = self.tallies.get((fault, step))
        if tally is None:
            return "-"
        marks = f"{f' {tally.lost} LOST' * bool(tally.lost)}{f' {tally.doubled} DOUBLED' * bool(tally.doubled)}"
        marks += f"{f' {len(tally.untrue)} UNTRUE' * bool(tally.untrue)}{f' {tally.late} LATE' * bool(tally.late)}"
        return f"{tally.sent.total()} of {tally.wanted.total()}{marks}"

    def _sum(self) -> str:
        tallies = self.tallies.values()
        wanted, sent = (sum(getattr(tally, name).total() for tally in tallies) for name in ("wanted", "sent"))
        lost, doubled = sum(tally.lost for tally in tallies), sum(tally.doubled for tally in tallies)
        overtaken, untrue = sum(tally.superseded.total() for tally in tallies), sum(len(t.untrue) for t in tallies)
        return (
            f"{len(tallies)} cells, {wanted} mails wanted, {sent} accepted, {overtaken} overtaken by what came after "
            f"them. Lost: {lost}. Doubled: {doubled}. Late: {sum(t.late for t in tallies)}. Untrue: {untrue}."
        )


def _tally(counted: Sequence[dict[str, int]], untrue: Sequence[str], late: int) -> Tally:
    wanted, sent, superseded = map(Counter, counted)
    return Tally(wanted, sent, superseded, untrue, late)


def _row(name: str, cells: Iterable[str], width: int, steps: Iterable[str]) -> str:
    columns = (cell.rjust(max(len(step), 6)) for cell, step in zip(cells, steps, strict=True))
    return f"{name.ljust(width)}  {'  '.join(columns)}"

"""Ninety days as bars, in a picture of a few hundred bytes that needs no script."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from pawpop_monitoring.contracts.status_response import StatusDay
from pawpop_monitoring.domain.public_state import PublicState

TONES = {
    PublicState.OPERATIONAL: "good",
    PublicState.DEGRADED: "warn",
    PublicState.OUTAGE: "bad",
    PublicState.MAINTENANCE: "work",
    PublicState.UNKNOWN: "unknown",
}
_LEVELS = {PublicState.OPERATIONAL: 1, PublicState.DEGRADED: 2, PublicState.OUTAGE: 3}
_WORST = max(_LEVELS.values())


def layers_of(days: Sequence[StatusDay]) -> Iterator[tuple[str, str]]:
    """The class and the dashes of lines to be drawn over each other, each a unit a day long.

    A worse day's line is the higher one and hides what is below, so that a layer need not leave out what lies above:
    however the days alternate, few dashes tell it.
    """
    levels = [_LEVELS.get(day.status, 0) for day in days]
    yield "d0", ""
    for level in range(1, _WORST + 1):
        if dashes := _dashes(levels, level):
            yield f"d{level}", dashes
    yield "gap", ""


def told_days(days: Iterable[StatusDay], most: int) -> tuple[int, Sequence[tuple[str, str]]]:
    """On how many days not all was well; of the `most` newest the day and what it was, in words, newest first."""
    told = [day for day in days if day.status in (PublicState.DEGRADED, PublicState.OUTAGE)]
    return len(told), [(f"{day.day:%-d %B}", _words(day)) for day in told[: -most - 1 : -1]]


def _dashes(levels: Sequence[int], level: int) -> str:
    """Lengths of dash and gap in turn; nothing where no day is of just this level."""
    lengths = [0]
    for is_drawn, run in groupby(_drawn(levels, level)):
        length = len(list(run))
        if is_drawn == bool(len(lengths) % 2):
            lengths[-1] += length
        else:
            lengths.append(length)
    return " ".join(map(str, lengths)) if any(lengths[::2]) else ""


def _drawn(levels: Sequence[int], level: int) -> Iterator[bool]:
    """True for each day of a run that is at least so bad, if one of its days is just so bad."""
    for is_bad, run in groupby(levels, lambda each: each >= level):
        found = list(run)
        yield from [is_bad and level in found] * len(found)


def _words(day: StatusDay) -> str:
    if day.uptime is None or day.uptime == 100:  # noqa: PLR2004  percent
        return "some trouble, but up"
    return f"{day.uptime:.2f} % up"

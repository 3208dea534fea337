"""Ninety days as bars, in a picture of a few hundred bytes that needs no script."""

from collections.abc import Iterable, Sequence
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
_MOST_TOLD = 10


def paths_of(days: Sequence[StatusDay]) -> Iterable[tuple[str, str]]:
    """A tone and the path of its days, each one unit wide; drawn with dashes, a run of days is a single line.

    The dashes begin anew with each run, so that each day has one.
    """
    runs: dict[str, list[str]] = {}
    at = 0
    for state, same in groupby(days, key=lambda day: day.status):
        length = len(list(same))
        runs.setdefault(TONES[state], []).append(f"M{at} 8h{length}")
        at += length
    return [(tone, "".join(parts)) for tone, parts in runs.items()]


def told_days(days: Iterable[StatusDay]) -> tuple[int, Sequence[tuple[str, str]]]:
    """On how many days not all was well; of the newest of them the day and what it was, in words, newest first."""
    told = [day for day in days if day.status in (PublicState.DEGRADED, PublicState.OUTAGE)]
    return len(told), [(f"{day.day:%-d %B}", _words(day)) for day in told[: -_MOST_TOLD - 1 : -1]]


def _words(day: StatusDay) -> str:
    if day.uptime is None or day.uptime == 100:  # noqa: PLR2004  percent
        return "some trouble, but up"
    return f"{day.uptime:.2f} % up"

"""What happened between two readings of the counters.

A rate needs a sample. So it is taken over the shortest stretch of the last hour that holds one: a minute in a
busy shop, longer in a quiet one, and in any case the time since the last check. Readings are comparable as long
as nothing between them was reset: not by a person, not by a restart, not by a failover to another server. What
can't be compared is no sample.

Samples that reach back further than the check before overlap, so in a quiet shop one and the same slow statement
is in many of them. Therefore such a sample also tells of the time since the check before alone (`newest`).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise, takewhile

from pawpop_monitoring.domain.readings.supabase_counters import Counters

LONGEST_WINDOW_SECONDS = 3600.0
LEAST_TRANSACTIONS = 100
LEAST_CALLS = 5
LEAST_BLOCKS = 1000


class NoSample(Enum):
    """Why there is no rate."""

    ABSENT = "absent"
    FIRST = "first"
    RESET = "reset"
    FEW = "few"


@dataclass(frozen=True, slots=True)
class Transactions:
    """The shop's transactions over `seconds`; the monitor's own, and session starts, are left out."""

    rolled_back: int
    total: int
    seconds: float
    newest: "Transactions | None" = None

    @property
    def size(self) -> int:
        """How many there were."""
        return self.total

    @property
    def error_rate(self) -> float:
        """Percent that was rolled back; 0 of none."""
        return self.rolled_back / self.total * 100 if self.total else 0.0

    @property
    def latest(self) -> "Transactions":
        """Those since the check before."""
        return self.newest or self


@dataclass(frozen=True, slots=True)
class Queries:
    """The shop's finished statements over `seconds`; `average_ms` is their mean time."""

    average_ms: float
    calls: int
    seconds: float
    newest: "Queries | None" = None

    @property
    def size(self) -> int:
        """How many there were."""
        return self.calls

    @property
    def latest(self) -> "Queries":
        """Those since the check before."""
        return self.newest or self


@dataclass(frozen=True, slots=True)
class Activity:
    """All that can be said of the time before a reading.

    `deadlocks` happened in `seconds`, since the reading before; `cache_hit_rate` is the percentage of blocks
    read in that time that needed no disk, None if there were too few. `churned` is at how many checks in a row, this
    one included, the statistics had dropped statements to make room, and `unread` at how many they were missing.
    """

    transactions: Transactions | NoSample
    queries: Queries | NoSample
    deadlocks: int | None = None
    cache_hit_rate: float | None = None
    seconds: float | None = None
    churned: int = 0
    unread: int = 0
    stretches: tuple[Transactions, ...] = ()
    before: Transactions | None = None


def activity_of(
    now: Counters | None, earlier: Sequence[Counters] | None, long_ago: Sequence[Counters] = ()
) -> Activity:
    """Compare `now` with the `earlier` readings and some of `long_ago`, in whatever order they come."""
    if now is None or earlier is None:
        return Activity(NoSample.ABSENT, NoSample.ABSENT)
    before = sorted(
        (past for past in earlier if past.at < now.at),
        key=lambda past: past.at,
        reverse=True,
    )
    server = list(_unbroken(now, before, _same_life))
    statements = list(_unbroken(now, before, _same_statements))
    transactions = _sample(before, server, lambda past: _transactions(past, now), LEAST_TRANSACTIONS)
    queries = (
        NoSample.ABSENT
        if now.statements is None
        else _sample(before, statements, lambda past: _queries(past, now), LEAST_CALLS)
    )
    churned = _in_a_row(_is_churned(past, later) for later, past in pairwise([now, *before]))
    unread = _in_a_row(reading.statements is None for reading in [now, *before])
    if not server:
        return Activity(transactions, queries, churned=churned, unread=unread)
    last = server[0]
    return Activity(
        transactions,
        queries,
        churned=churned,
        unread=unread,
        deadlocks=now.deadlocks - last.deadlocks,
        cache_hit_rate=_cache_hit_rate(last, now),
        seconds=now.at - last.at,
        stretches=tuple(_transactions(past, now) for past in server),
        before=_before(server[-1], long_ago),
    )


def _before(first: Counters, long_ago: Sequence[Counters]) -> Transactions | None:
    oldest_first = sorted((past for past in long_ago if past.at < first.at), key=lambda past: past.at)
    return next((_transactions(past, first) for past in oldest_first if _same_life(past, first)), None)


def _unbroken(
    now: Counters, before: Sequence[Counters], same: Callable[[Counters, Counters], bool]
) -> Iterator[Counters]:
    """Earlier readings, newest first, up to the first break: beyond it, a larger number proves nothing."""
    for later, past in pairwise([now, *before]):
        too_old = later is not now and now.at - past.at > LONGEST_WINDOW_SECONDS
        if too_old or not same(past, later):
            return
        yield past


def _in_a_row(facts: Iterable[bool]) -> int:
    return sum(1 for _ in takewhile(bool, facts))


def _is_churned(past: Counters, later: Counters) -> bool:
    if past.statements is None or later.statements is None or past.epoch != later.epoch:
        return False
    return later.statements.is_churned_since(past.statements)


def _same_life(past: Counters, later: Counters) -> bool:
    grown = (
        later.commits - past.commits,
        later.rollbacks - past.rollbacks,
        later.sessions - past.sessions,
        later.deadlocks - past.deadlocks,
        later.blocks_hit - past.blocks_hit,
        later.blocks_read - past.blocks_read,
        later.own - past.own,
    )
    return past.epoch == later.epoch and min(grown) >= 0


def _same_statements(past: Counters, later: Counters) -> bool:
    if past.statements is None or later.statements is None:
        return False
    a, b = past.statements, later.statements
    grown = min(b.calls - a.calls, b.total_ms - a.total_ms)
    return a.epoch == b.epoch and past.epoch == later.epoch and grown >= 0


def _sample[T: (Transactions, Queries)](
    before: Sequence[Counters], comparable: Sequence[Counters], measure: Callable[[Counters], T], least: int
) -> T | NoSample:
    """The measure since the newest reading that makes it one of `least` or more."""
    if not before:
        return NoSample.FIRST
    if not comparable:
        return NoSample.RESET
    newest = measure(comparable[0])
    if newest.size >= least:
        return newest
    longer = next((sample for past in comparable[1:] if (sample := measure(past)).size >= least), None)
    return replace(longer, newest=newest) if longer else NoSample.FEW


def _transactions(past: Counters, now: Counters) -> Transactions:
    own = now.sessions - past.sessions + now.own - past.own
    rolled_back = now.rollbacks - past.rollbacks
    total = rolled_back + max(0, now.commits - past.commits - own)
    return Transactions(rolled_back, total, now.at - past.at)


def _queries(past: Counters, now: Counters) -> Queries:
    if past.statements is None or now.statements is None:
        return Queries(0.0, 0, now.at - past.at)
    calls = now.statements.calls - past.statements.calls
    total_ms = now.statements.total_ms - past.statements.total_ms
    return Queries(total_ms / calls if calls else 0.0, calls, now.at - past.at)


def _cache_hit_rate(past: Counters, now: Counters) -> float | None:
    hit, read = now.blocks_hit - past.blocks_hit, now.blocks_read - past.blocks_read
    return hit / (hit + read) * 100 if hit + read >= LEAST_BLOCKS else None

"""The shop's database, over a day."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.readings.supabase import Connections, Sessions, SupabaseReading, Unreachable, Upkeep
from pawpop_monitoring.domain.readings.supabase_counters import Counters, StatementCounters
from tests.unit.scenarios.spans import DAY, Span, within

USABLE = 97
_COMMITS, _MS_A_CALL = 20.0, 8.0
_USUAL_ROLLBACKS = 0.005
_DEPLOY_ROLLBACKS = 0.6

type Gauge = Callable[[datetime], float]


def usual_connections(moment: datetime) -> float:
    """Twenty at night and forty by day, give or take five."""
    return (20 if moment.hour < 7 else 40) + random.Random(moment.isoformat()).uniform(-5, 5)


@dataclass
class ShopDatabase:
    """Implements SupabaseProbe. It is gone in `outages`, and starts with fresh counters after each.

    Most transactions are rolled back in `failing`, and a share of them in each span of `rolling_back`. It answers
    `calls` statements a second, and one more for each of `long_calls`, which counts when it ends. A `blind` role can't
    see who is connected, but how many server processes there are.
    """

    clock: Clock
    reachable: bool = True
    connections: Gauge = usual_connections
    slow: list[Span] = field(default_factory=list)
    outages: list[Span] = field(default_factory=list)
    failing: list[Span] = field(default_factory=list)
    rolling_back: list[tuple[Span, float]] = field(default_factory=list)
    calls: float = 60.0
    long_calls: list[Span] = field(default_factory=list)
    blind: bool = False
    _now: Counters = field(default_factory=lambda: _fresh("1", DAY))
    _earlier: list[Counters] = field(default_factory=list)

    @property
    def up(self) -> bool:
        return not within(self.outages, self.clock())

    def begin_anew(self) -> None:
        """As if nobody had looked yet."""
        self._now, self._earlier = _fresh("1", DAY), []

    def read(self) -> SupabaseReading | Unreachable:
        now = self.clock()
        if not (self.up and self.reachable):
            return Unreachable("The database is starting up or shutting down.", 100.0)
        counters, earlier = self._counted(now), tuple(self._earlier[-80:])
        self._earlier.append(counters)
        used = min(USABLE, round(self.connections(now)))
        return SupabaseReading(
            probe_ms=6000.0 if within(self.slow, now) else 14.0,
            read_only=False,
            connections=None if self.blind else Connections(used=used, idle=used // 2, usable=USABLE, maximum=100),
            sessions=None if self.blind else Sessions(),
            backends=used,
            usable=USABLE,
            upkeep=Upkeep(size_bytes=10**9, wraparound_age=10**7),
            counters=counters,
            earlier=earlier,
        )

    def _counted(self, now: datetime) -> Counters:
        """The counters, grown by what happened since the last look."""
        before = self._now
        since = DAY + timedelta(seconds=before.at)
        passed = next((outage for outage in self.outages if since < outage.end <= now), None)
        if passed is not None:
            before, since = _fresh(passed.end.isoformat(), passed.end), passed.end
        seconds = (now - since).total_seconds()
        broken = [(span.overlap(since, now), _DEPLOY_ROLLBACKS) for span in self.failing]
        broken += [(span.overlap(since, now), share) for span, share in self.rolling_back]
        rolled_back = seconds * _USUAL_ROLLBACKS + sum(part * (share - _USUAL_ROLLBACKS) for part, share in broken)
        self._now = replace(
            before,
            at=(now - DAY).total_seconds(),
            commits=before.commits + round((seconds - rolled_back) * _COMMITS),
            rollbacks=before.rollbacks + round(rolled_back * _COMMITS),
            blocks_hit=before.blocks_hit + round(seconds * 1000),
            blocks_read=before.blocks_read + round(seconds * 10),
            statements=self._called(before.statements, since, now),
        )
        return self._now

    def _called(self, known: StatementCounters | None, since: datetime, now: datetime) -> StatementCounters | None:
        usual = int((now - DAY).total_seconds() * self.calls) - int((since - DAY).total_seconds() * self.calls)
        long = [call.overlap(call.start, call.end) * 1000 for call in self.long_calls if since < call.end <= now]
        total = usual * _MS_A_CALL + sum(long)
        return known and replace(known, calls=known.calls + usual + len(long), total_ms=known.total_ms + total)


def _fresh(epoch: str, moment: datetime) -> Counters:
    statements = StatementCounters(epoch=epoch, calls=0, total_ms=0.0)
    return Counters(
        at=(moment - DAY).total_seconds(), epoch=epoch, commits=0, rollbacks=0, sessions=0,
        deadlocks=0, blocks_hit=0, blocks_read=0, own=0, statements=statements,
    )  # fmt: skip

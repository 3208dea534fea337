"""The shop's use of fal.ai, over a day."""

import random
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cached_property
from itertools import accumulate
from zoneinfo import ZoneInfo

from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.looked_back import LOOKED_BACK
from pawpop_monitoring.domain.period import Period
from pawpop_monitoring.domain.readings.fal_ai import (
    Amount,
    Answered,
    FalUsage,
    NotConfigured,
    Probe,
    RateLimit,
    RequestRhythm,
    Spend,
    Tally,
    Traffic,
    Unreachable,
    Unread,
    UsagePeriods,
)
from tests.unit.scenarios.spans import DAY, HISTORY, Span, arrivals, within
from tests.unit.scenarios.zones import UTC_ZONE, weeks_before

COST = Decimal("0.04")
_SPENT_BEFORE = Decimal(280)
_A_DAY, _SECOND = timedelta(days=1), timedelta(seconds=1)
_SLOT_SECONDS = 300
_QUARTER = timedelta(minutes=15)
_LATEST = 200
_FINER = [length for length in LOOKED_BACK if length < timedelta(hours=6) and length != timedelta(hours=1)]
_NO_ADMIN_KEY = NotConfigured("Set FalAdminKey.")


@dataclass
class ShopImages:
    """Implements FalUsageSource and FalApi. Requests fail in `failing`; in `looping` one is made every second.

    In each span of `flaky` a share of them fails, in each of `quieter` only a share is made, and in `stopped` none. A
    backup was `restored` at a moment, and the shop `began` some time before. Costs are noted `noted_late`. fal.ai bills
    them `billed_late`, and so many times as much as was noted; None where there is no key to ask with. It can't be
    reached in `outages`, and `reported` is when it said how many requests are left; None for all the time.
    """

    clock: Clock
    per_hour: Sequence[float]
    seed: int
    readable: bool = True
    reachable: bool = True
    failing: list[Span] = field(default_factory=list)
    looping: list[Span] = field(default_factory=list)
    flaky: list[tuple[Span, float]] = field(default_factory=list)
    stopped: list[Span] = field(default_factory=list)
    noted_late: timedelta = timedelta()
    billed_late: timedelta | None = None
    billed_times: Decimal = Decimal(1)
    outages: list[Span] = field(default_factory=list)
    reported: list[tuple[datetime, int]] | None = None
    quieter: list[tuple[Span, float]] = field(default_factory=list)
    restored: datetime | None = None
    began: datetime = DAY - HISTORY
    zone: ZoneInfo = UTC_ZONE

    def probe(self) -> Probe:
        reachable = self.reachable and not within(self.outages, self.clock())
        return Answered(120.0) if reachable else Unreachable("fal.ai did not answer in time.")

    def balance(self) -> Amount:
        return _NO_ADMIN_KEY

    def billed(self, period: Period, time_zone: str) -> Amount:  # noqa: ARG002
        if self.billed_late is None:
            return _NO_ADMIN_KEY
        return self._spend(period, self.billed_late).cost * self.billed_times

    def read(self, periods: UsagePeriods) -> FalUsage | Unread:
        if not self.readable:
            return Unread("The database refuses connections.")
        today = self._spend(periods.today, self.noted_late)
        return FalUsage(
            today=today,
            month=Spend(requests=7000 + today.requests, cost=_SPENT_BEFORE + today.cost),
            traffic=tuple(self._traffic(period) for period in periods.recent),
            rate_limit=self._left(self.clock()),
            latest=self._latest(self.clock()),
            failed_at=self._failed_at(self.clock()),
            finer=tuple((length, Tally(*self.counted(self.clock() - length, self.clock()))) for length in _FINER),
            before=self._before(self.clock()),
            rhythm=self._rhythm(self.clock()),
            yesterday=self._spend(periods.yesterday, self.noted_late) if periods.yesterday else None,
        )

    def moment_of_cost(self, dollars: int) -> datetime:
        """When the day's costs go beyond so many dollars."""
        return self._requests[self._number(DAY) + int(dollars / COST)]

    def _spend(self, period: Period, late: timedelta) -> Spend:
        """Of a period, as far as it is known by now what the requests cost."""
        first = self._number(period.start)
        requests = self._number(min(period.end, self.clock())) - first
        priced = self._number(min(period.end, self.clock() - late)) - first
        return Spend(requests=requests, cost=max(0, priced) * COST)

    def _traffic(self, period: Period) -> Traffic:
        asked, failed = self.counted(period.start, period.end)
        return Traffic(period=period, succeeded=asked - failed, failed=failed, p50_ms=900.0, p95_ms=2500.0)

    def counted(self, since: datetime, until: datetime) -> tuple[int, int]:
        """Requests, and how many of them failed."""
        first, end = self._number(since), self._number(until)
        return end - first, self._failures[end] - self._failures[first]

    def _left(self, now: datetime) -> RateLimit | None:
        if self.reported is None:
            return RateLimit(40, now)
        told = [RateLimit(left, moment) for moment, left in self.reported if moment <= now]
        lately = [one.remaining for one in told[:-1] if told[-1].reported_at - one.reported_at <= _QUARTER]
        return replace(told[-1], before=lately[-1] if lately else None) if told else None

    def made(self, since: datetime, until: datetime) -> int:
        """Requests."""
        return self._number(until) - self._number(since)

    def _latest(self, now: datetime) -> tuple[bool, ...]:
        return tuple(self._failed(place) for place in self._newest(now))

    def _failed_at(self, now: datetime) -> tuple[datetime, ...]:
        return tuple(self._requests[place] for place in self._newest(now) if self._failed(place))

    def _newest(self, now: datetime) -> Sequence[int]:
        end = self._number(now)
        return range(end - 1, max(self._number(now - _A_DAY), end - _LATEST) - 1, -1)

    def _failed(self, place: int) -> bool:
        return self._failures[place + 1] > self._failures[place]

    def _before(self, now: datetime) -> Tally:
        total, failed = self.counted(now - 28 * _A_DAY, now - _A_DAY)
        return Tally(total, failed)

    def _rhythm(self, now: datetime) -> RequestRhythm | None:
        end = self._number(now)
        if not end:
            return None
        last = self._requests[end - 1]
        start = min(now, max(last, self.restored or last, now - _A_DAY))
        known = min(_A_DAY, start - self.restored) if self.restored else _A_DAY
        weeks = [week for week in range(1, 5) if weeks_before(start, week, self.zone) - _A_DAY >= self.began]
        return RequestRhythm(
            last_request_at=last,
            quiet=now - start,
            today=self._slots(start, start, known),
            earlier_weeks=tuple(
                self._slots(weeks_before(start, week, self.zone), weeks_before(now, week, self.zone), known)
                for week in weeks
            ),
        )

    def _slots(self, start: datetime, upto: datetime, known: timedelta) -> frozenset[int]:
        """Numbers of the five minutes with requests, counted from `start`, as far back as was recorded."""
        first, asked = (start - DAY) // _SECOND, self._seconds[self._number(start - known) : self._number(upto)]
        return frozenset((second - first) // _SLOT_SECONDS for second in asked)

    def _number(self, moment: datetime) -> int:
        """Requests before that moment."""
        return bisect_left(self._requests, moment)

    @cached_property
    def _requests(self) -> list[datetime]:
        last = Span(DAY - HISTORY, DAY + 2 * _A_DAY)
        usual = self._usual(last)
        loops = [moment for span in self.looping for moment in arrivals([3600.0] * 24, 7, span.start, span.end)]
        return sorted(moment for moment in (*usual, *loops) if not within(self.stopped, moment))

    def _usual(self, span: Span) -> Sequence[datetime]:
        chance, zone = random.Random(self.seed + 5), None if self.zone is UTC_ZONE else self.zone
        usual = arrivals(self.per_hour, self.seed, span.start, span.end, zone)
        return [moment for moment in usual if moment >= self.began and self._is_made(moment, chance.random())]

    def _is_made(self, moment: datetime, chance: float) -> bool:
        return chance < next((share for span, share in self.quieter if moment in span), 1.0)

    @cached_property
    def _seconds(self) -> list[int]:
        """Of each request, since the day began."""
        return [(moment - DAY) // _SECOND for moment in self._requests]

    @cached_property
    def _failures(self) -> list[int]:
        """How many of the first so many requests failed."""
        chance = random.Random(self.seed + 3)
        failed = (self._fails(moment, chance.random()) for moment in self._requests)
        return list(accumulate(failed, initial=0))

    def _fails(self, moment: datetime, chance: float) -> bool:
        return within(self.failing, moment) or any(moment in span and chance < share for span, share in self.flaky)

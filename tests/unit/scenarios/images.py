"""The shop's use of fal.ai, over a day."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.period import Period
from pawpop_monitoring.domain.readings.fal_ai import (
    Amount,
    Answered,
    FalUsage,
    NotConfigured,
    Probe,
    RateLimit,
    Spend,
    Traffic,
    Unreachable,
    Unread,
    UsagePeriods,
)
from tests.unit.scenarios.spans import DAY, Span, arrivals, within

COST = Decimal("0.04")
_SPENT_BEFORE = Decimal(280)
_NO_ADMIN_KEY = NotConfigured("Set FalAdminKey.")


@dataclass
class ShopImages:
    """Implements FalUsageSource and FalApi. Requests fail in `failing`; in `looping` one is made every second."""

    clock: Clock
    per_hour: Sequence[float]
    seed: int
    readable: bool = True
    reachable: bool = True
    failing: list[Span] = field(default_factory=list)
    looping: list[Span] = field(default_factory=list)

    def probe(self) -> Probe:
        return Answered(120.0) if self.reachable else Unreachable("fal.ai did not answer in time.")

    def balance(self) -> Amount:
        return _NO_ADMIN_KEY

    def billed(self, period: Period, time_zone: str) -> Amount:  # noqa: ARG002
        return _NO_ADMIN_KEY

    def read(self, periods: UsagePeriods) -> FalUsage | Unread:
        if not self.readable:
            return Unread("The database refuses connections.")
        today = self._spend(periods.today)
        return FalUsage(
            today=today,
            month=Spend(requests=7000 + today.requests, cost=_SPENT_BEFORE + today.cost),
            traffic=tuple(self._traffic(period) for period in periods.recent),
            rate_limit=RateLimit(40, self.clock()),
        )

    def moment_of_cost(self, dollars: int) -> datetime:
        """When the day's costs go beyond so many dollars."""
        return self._requests[self._number(DAY) + int(dollars / COST)]

    def _spend(self, period: Period) -> Spend:
        requests = self._number(min(period.end, self.clock())) - self._number(period.start)
        return Spend(requests=requests, cost=requests * COST)

    def _traffic(self, period: Period) -> Traffic:
        first, end = self._number(period.start), self._number(period.end)
        asked = self._requests[first:end]
        failed = sum(within(self.failing, moment) for moment in asked) if self.failing else 0
        return Traffic(period=period, succeeded=len(asked) - failed, failed=failed, p50_ms=900.0, p95_ms=2500.0)

    def _number(self, moment: datetime) -> int:
        """Requests before that moment."""
        return bisect_left(self._requests, moment)

    @cached_property
    def _requests(self) -> list[datetime]:
        last = Span(DAY.replace(day=22), DAY.replace(day=25))
        usual = list(arrivals(self.per_hour, self.seed, last.start, last.end))
        loops = [moment for span in self.looping for moment in arrivals([3600.0] * 24, 7, span.start, span.end)]
        return sorted(usual + loops)

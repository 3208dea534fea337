"""fal.ai and the tracked usage, as a test wants them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from pawpop_monitoring.domain.period import Period
from pawpop_monitoring.domain.readings.fal_ai import Amount, Answered, FalUsage, Probe, Unread, UsagePeriods


@dataclass
class FakeFalApi:
    """Implements FalApi; `probes` are answered one after the other, the last one for good."""

    probes: list[Probe] = field(default_factory=lambda: [Answered(120.0)])
    on_balance: Callable[[], Amount] = lambda: Decimal("240.5")
    on_billed: Callable[[], Amount] = lambda: Decimal(10)
    asked: list[tuple[Period, str]] = field(default_factory=list)
    probed: int = 0

    def probe(self) -> Probe:
        self.probed += 1
        return self.probes.pop(0) if len(self.probes) > 1 else self.probes[0]

    def balance(self) -> Amount:
        return self.on_balance()

    def billed(self, period: Period, time_zone: str) -> Amount:
        self.asked.append((period, time_zone))
        return self.on_billed()


@dataclass
class FakeFalUsage:
    """Implements FalUsageSource."""

    answer: Callable[[], FalUsage | Unread]
    asked: list[UsagePeriods] = field(default_factory=list)

    def read(self, periods: UsagePeriods) -> FalUsage | Unread:
        self.asked.append(periods)
        return self.answer()

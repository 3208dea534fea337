"""What happens in the month that the bill is of."""

from dataclasses import dataclass
from decimal import Decimal

HOURS = 730
"""Of a month, as AWS itself counts."""
DAYS = Decimal(HOURS) / 24
SECONDS = HOURS * 3600
INTERVALS = (5, 1)
"""Minutes between checks that the bill is told for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """A small shop with everything switched on. `interval` is minutes between checks; the others are a day's."""

    interval: int
    tracked_calls: int = 200
    stripe_deliveries: int = 100
    messages: int = 10

    @property
    def ticks(self) -> Decimal:
        """How often the schedules fire."""
        return Decimal(HOURS * 60) / self.interval

    @property
    def cold_share(self) -> Decimal:
        """Part of the runs of one function that start an environment; assumed: Lambda keeps busy ones for longer."""
        return Decimal("0.03") if self.interval == 1 else Decimal("0.10")


STANDBY_TABLE_KILOBYTES = 32
"""Assumed of the table that outlives the database: some hundred ends of alerts, silences, mailboxes."""
SNAPSHOT_KILOBYTES = 2
"""Of one service's last observation; the largest measured has 1.4."""
LOG_KILOBYTES = Decimal("0.9")
"""Of one invocation: the platform's own lines in JSON (0.7), and now and then one of ours."""
SENT_KILOBYTES = 30
"""What one run sends to databases and APIs outside AWS, handshakes included; assumed."""
CODE_GIGABYTES = Decimal("0.3")
"""What deployments leave in the bucket: 10 MB each, some thirty of them."""

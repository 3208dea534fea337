"""The tracked usage and fal.ai's platform API, as the check sees them."""

from typing import Protocol

from pawpop_monitoring.domain.period import Period
from pawpop_monitoring.domain.readings.fal_ai import Amount, FalUsage, Probe, Unread, UsagePeriods


class FalUsageSource(Protocol):
    """What the shop tracked of its requests to fal.ai."""

    def read(self, periods: UsagePeriods) -> FalUsage | Unread:
        """One look over a connection of its own, done within 2.5 s."""
        ...


class FalApi(Protocol):
    """fal.ai's platform API. Each call is one attempt; trouble is an answer, not an exception."""

    def probe(self) -> Probe:
        """Ask something that needs a valid key and costs nothing."""
        ...

    def balance(self) -> Amount:
        """The credit that is left; may be negative."""
        ...

    def billed(self, period: Period, time_zone: str) -> Amount:
        """What fal.ai bills for a period; `time_zone` is an IANA name."""
        ...

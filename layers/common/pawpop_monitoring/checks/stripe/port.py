"""The shop's records and Stripe's API, as the check sees them."""

from datetime import datetime
from typing import Protocol

from pawpop_monitoring.domain.readings.stripe import Endpoint, Records, Trouble, Undelivered


class StripeEventSource(Protocol):
    """What was recorded of Stripe's events."""

    def read(self, now: datetime) -> Records:
        """One look, done within 3 s; a part that can't be read does not keep the others from it."""
        ...


class StripeApi(Protocol):
    """Stripe's API; each call is one attempt, done within 2.5 s or what is left of `seconds`."""

    def probe(self, seconds: float) -> float | Trouble:
        """Milliseconds until the API answered with this key."""
        ...

    def endpoints(self, seconds: float) -> tuple[Endpoint, ...] | Trouble:
        """All webhook endpoints."""
        ...

    def undelivered(self, now: datetime, seconds: float) -> Undelivered | Trouble:
        """Events that should have been delivered by now."""
        ...

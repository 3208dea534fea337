"""The shop's records and Stripe's API, as the check sees them."""

from datetime import datetime
from typing import Protocol

from pawpop_monitoring.domain.readings.stripe import (
    Deliveries,
    Endpoint,
    PaymentHistory,
    Rhythm,
    Trouble,
    Undelivered,
    Unknown,
)


class StripeEventSource(Protocol):
    """What was recorded of Stripe's events. All three together are done within 3 s."""

    def deliveries(self, now: datetime) -> Deliveries | Unknown:
        """How the shop's handler took them."""
        ...

    def payments(self, now: datetime) -> PaymentHistory | Unknown:
        """How payments ended."""
        ...

    def rhythm(self, now: datetime) -> Rhythm | Unknown | None:
        """When events usually come; None while the history is too short to say."""
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

"""Looks at Stripe from both sides, and reports."""

from collections.abc import Callable
from dataclasses import dataclass

from pawpop_monitoring.checks.stripe.details import details_of
from pawpop_monitoring.checks.stripe.gather import gather
from pawpop_monitoring.checks.stripe.judge import judge
from pawpop_monitoring.checks.stripe.port import StripeApi, StripeEventSource
from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.domain.readings.stripe import Deliveries, Handling, StripeReading
from pawpop_monitoring.domain.service import STRIPE
from pawpop_monitoring.thresholds import StripeThresholds


@dataclass(frozen=True, slots=True)
class StripeCheck:
    """Observes Stripe; `api` is None without an API key, `pause` waits the given seconds between attempts."""

    events: StripeEventSource
    api: StripeApi | None
    thresholds: StripeThresholds
    clock: Clock
    pause: Callable[[float], None]
    service: str = STRIPE

    def observe(self) -> Observation:
        """One observation, within 10 s."""
        now = self.clock()
        reading = gather(self.events, self.api, now, self.pause)
        judgement = judge(reading, now, self.thresholds)
        return Observation(
            service=self.service,
            status=judgement.status,
            observed_at=now,
            response_time=_response_time(reading),
            error_rate=_error_rate(reading),
            findings=tuple(judgement.findings),
            cleared=frozenset(judgement.good),
            unclear=frozenset(judgement.unclear),
            details=details_of(reading, judgement),
        )


def _response_time(reading: StripeReading) -> float | None:
    """What 95 in 100 events took the shop's own handler at most; what Stripe's API took is the probe."""
    handling = reading.records.handling
    return round(handling.p95_ms, 1) if isinstance(handling, Handling) else None


def _error_rate(reading: StripeReading) -> float | None:
    """Percent of the webhook events of 24 hours that failed."""
    deliveries = reading.records.deliveries
    rate = deliveries.window.success_rate if isinstance(deliveries, Deliveries) else None
    return None if rate is None else round(100 - rate, 2)

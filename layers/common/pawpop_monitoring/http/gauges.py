"""Which numbers of a service matter, and where their thresholds lie."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pawpop_monitoring.contracts.gauge import GaugeView
from pawpop_monitoring.domain.service import FAL_AI, STRIPE, SUPABASE
from pawpop_monitoring.domain.snapshot import ServiceSnapshot
from pawpop_monitoring.thresholds import FalThresholds, StripeThresholds, SupabaseThresholds

_RESPONSE_TIME = "responseTime"
_ERROR_RATE = "errorRate"


@dataclass(frozen=True, slots=True)
class Gauge:
    """A number of a snapshot's `details`, its response time or its error rate; see GaugeView."""

    label: str
    key: str
    unit: str
    bound: Literal["max", "min"]
    threshold: float

    def read(self, snapshot: ServiceSnapshot) -> GaugeView:
        """The gauge as `snapshot` has it."""
        value = self._value(snapshot)
        return GaugeView(
            label=self.label,
            value=value,
            threshold=self.threshold,
            unit=self.unit,
            bound=self.bound,
            state="unknown" if value is None else self._judge(value),
        )

    def _value(self, snapshot: ServiceSnapshot) -> float | None:
        measured = {_RESPONSE_TIME: snapshot.response_time, _ERROR_RATE: snapshot.error_rate}
        value: Any = measured[self.key] if self.key in measured else snapshot.details.get(self.key)
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None

    def _judge(self, value: float) -> Literal["good", "bad"]:
        bad = value > self.threshold if self.bound == "max" else value < self.threshold
        return "bad" if bad else "good"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauges:
    """The gauges of all services."""

    supabase: SupabaseThresholds
    fal: FalThresholds
    stripe: StripeThresholds

    def read(self, snapshot: ServiceSnapshot) -> tuple[GaugeView, ...]:
        """The gauges of this service; a service without numbers has none."""
        return tuple(gauge.read(snapshot) for gauge in self._all().get(snapshot.service, ()))

    def _all(self) -> Mapping[str, Iterable[Gauge]]:
        return {SUPABASE: self._supabase(), FAL_AI: self._fal(), STRIPE: self._stripe()}

    def _supabase(self) -> Iterable[Gauge]:
        limits = self.supabase
        return (
            Gauge("Connections", "connectionUtilization", "%", "max", limits.supabase_connection_threshold),
            Gauge("Probe", _RESPONSE_TIME, "ms", "max", limits.supabase_query_time_threshold),
            Gauge("Average query", "averageQueryMs", "ms", "max", limits.supabase_query_time_threshold),
            Gauge("Error rate", _ERROR_RATE, "%", "max", limits.supabase_error_rate_threshold),
        )

    def _fal(self) -> Iterable[Gauge]:
        limits = self.fal
        return (
            Gauge("Cost today", "dailyCost", "USD", "max", limits.fal_daily_cost_limit),
            Gauge("Cost this month", "monthlyCost", "USD", "max", limits.fal_monthly_cost_limit),
            Gauge("Requests left", "rateLimitRemaining", "", "min", limits.fal_rate_limit_threshold),
            Gauge("Error rate", _ERROR_RATE, "%", "max", limits.fal_error_rate_threshold),
        )

    def _stripe(self) -> Iterable[Gauge]:
        limits = self.stripe
        return (
            Gauge("Webhooks delivered", "webhookSuccessRate", "%", "min", limits.stripe_success_rate_threshold),
            Gauge("Payments succeeded", "paymentSuccessRate", "%", "min", limits.stripe_payment_success_rate_threshold),
            Gauge("Failures in a row", "failedInARow", "", "max", limits.stripe_failure_threshold - 1),
        )

"""Which numbers of a service matter, and where their thresholds lie."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from pawpop_monitoring.contracts.gauge import GaugeView, number_in
from pawpop_monitoring.domain.observation import BROKEN
from pawpop_monitoring.domain.rules import Rule, fal_ai, stripe, supabase
from pawpop_monitoring.domain.service import FAL_AI, STRIPE, SUPABASE
from pawpop_monitoring.domain.snapshot import ServiceSnapshot, texts_in
from pawpop_monitoring.thresholds import FalThresholds, StripeThresholds, SupabaseThresholds

_RESPONSE_TIME = "responseTime"
_ERROR_RATE = "errorRate"


@dataclass(frozen=True, slots=True)
class Gauge:
    """A number of a snapshot's `details`, its response time or its error rate; see GaugeView.

    `rule` judges it. Whether the number is bad is the rule's verdict in that very check: a rate of four events is
    beyond its threshold and yet proves nothing. With `reached`, the threshold itself is bad already.
    """

    label: str
    key: str
    unit: str
    bound: Literal["max", "min"] = "max"
    threshold: float | None = None
    rule: Rule | None = None
    reached: bool = False

    def read(self, snapshot: ServiceSnapshot) -> GaugeView:
        """The gauge as `snapshot` has it; of what is beyond the first of two limits, the limit that was told."""
        value, broken = self._value(snapshot), self._broken(snapshot)
        state = self._judge(value, broken)
        limit = number_in(broken, "threshold") if broken and state == "bad" else None
        return GaugeView(
            label=self.label,
            value=value,
            threshold=self.threshold if limit is None else limit,
            unit=self.unit,
            bound=self.bound,
            state=state,
        )

    def _value(self, snapshot: ServiceSnapshot) -> float | None:
        measured = {_RESPONSE_TIME: snapshot.response_time, _ERROR_RATE: snapshot.error_rate}
        return number_in(measured if self.key in measured else snapshot.details, self.key)

    def _broken(self, snapshot: ServiceSnapshot) -> Mapping[str, Any] | None:
        """What the check found of the rule; empty if it did not find it broken, None if it did not say."""
        found = snapshot.details.get(BROKEN)
        if self.rule is None or not isinstance(found, Mapping):
            return None
        numbers = found.get(self.rule.key)
        return numbers if isinstance(numbers, Mapping) else {}

    def _judge(self, value: float | None, broken: Mapping[str, Any] | None) -> Literal["good", "bad", "unknown"]:
        if value is None:
            return "unknown"
        if not self._is_beyond(value):
            return "good"
        return "unknown" if broken is not None and not broken else "bad"

    def _is_beyond(self, value: float) -> bool:
        if self.threshold is None:
            return False
        if self.reached and value == self.threshold:
            return True
        return value > self.threshold if self.bound == "max" else value < self.threshold


def _response_times(threshold: float, rule: Rule) -> Iterable[Gauge]:
    """Of the shop's own calls; the probe is the monitor's own call."""
    return (
        Gauge("Response time, half", "responseTimeP50", "ms"),
        Gauge("Response time, 95 %", "responseTimeP95", "ms", "max", threshold, rule),
        Gauge("Probe", "probeMs", "ms"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauges:
    """The gauges of all services; `notes` are sentences on thresholds that could not be read, by service."""

    supabase: SupabaseThresholds
    fal: FalThresholds
    stripe: StripeThresholds
    notes: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def noted(self, snapshot: ServiceSnapshot) -> ServiceSnapshot:
        """The snapshot with what is to be said of the thresholds of its service."""
        said = self.notes.get(snapshot.service)
        if not said:
            return snapshot
        notes = [*texts_in(snapshot.details, "notes"), *(f"{note}. The default is shown here." for note in said)]
        return replace(snapshot, details={**snapshot.details, "notes": notes})

    def read(self, snapshot: ServiceSnapshot) -> tuple[GaugeView, ...]:
        """The gauges of this service; a service without numbers has none."""
        return tuple(gauge.read(snapshot) for gauge in self.all().get(snapshot.service, ()))

    def of_rule(self, service: str, rule: str) -> Gauge | None:
        """The gauge that this rule judges; of several the first, None if it judges no single number."""
        judged = (gauge for gauge in self.all().get(service, ()) if gauge.rule is not None and gauge.rule.name == rule)
        return next(judged, None)

    def all(self) -> Mapping[str, Iterable[Gauge]]:
        """By service, in the order in which they are drawn."""
        return {SUPABASE: self._supabase(), FAL_AI: self._fal(), STRIPE: self._stripe()}

    def _supabase(self) -> Iterable[Gauge]:
        limits, rules = self.supabase, supabase
        slow = limits.supabase_query_time_threshold
        return (
            Gauge(
                "Connections", "connectionUtilization", "%", "max", limits.connection_limits.first, rules.CONNECTIONS
            ),
            Gauge("Probe", _RESPONSE_TIME, "ms", "max", slow, rules.QUERY_TIME),
            Gauge("Average query", "averageQueryMs", "ms", "max", slow, rules.QUERY_TIME),
            Gauge("Error rate", _ERROR_RATE, "%", "max", limits.error_rate_limits.first, rules.ERROR_RATE),
        )

    def _fal(self) -> Iterable[Gauge]:
        limits, rules = self.fal, fal_ai
        return (
            Gauge("Cost today", "dailyCost", "USD", "max", limits.fal_daily_cost_limit, rules.DAILY_COST),
            Gauge("Cost this month", "monthlyCost", "USD", "max", limits.fal_monthly_cost_limit, rules.MONTHLY_COST),
            Gauge("Requests left", "rateLimitRemaining", "", "min", limits.fal_rate_limit_threshold, rules.RATE_LIMIT),
            Gauge("Error rate", _ERROR_RATE, "%", "max", limits.error_rate_limits.first, rules.ERROR_RATE),
            *_response_times(limits.fal_response_time_threshold, rules.RESPONSE_TIME),
        )

    def _stripe(self) -> Iterable[Gauge]:
        limits, rules = self.stripe, stripe
        delivered, paid = limits.stripe_success_rate_threshold, limits.stripe_payment_success_rate_threshold
        in_a_row = limits.stripe_failure_threshold
        return (
            Gauge("Webhooks delivered", "webhookSuccessRate", "%", "min", delivered, rules.WEBHOOK_SUCCESS_RATE),
            Gauge("Payments succeeded", "paymentSuccessRate", "%", "min", paid, rules.PAYMENT_SUCCESS_RATE),
            Gauge("Failures in a row", "failedInARow", "", "max", in_a_row, rules.CONSECUTIVE_FAILURES, reached=True),
            *_response_times(limits.stripe_handling_time_threshold, rules.HANDLING_TIME),
        )

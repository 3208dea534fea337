"""Values for tests: sensible as they come, any field can be replaced by name."""

from datetime import UTC, datetime
from typing import Any

from pawpop_monitoring.alerting.decide.identity import alert_id_of
from pawpop_monitoring.contracts.alert_snapshot import AlertSnapshot
from pawpop_monitoring.contracts.records import AlertRecord, DeliveryRecord, HealthMetricRecord
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.finding import Finding, fingerprint_of
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.domain.service import SUPABASE, ServiceStatus
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import Transition, TransitionKind

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
"""The moment at which tests take place: a Monday at noon."""


def make_finding(**fields: Any) -> Finding:
    """High connection usage at Supabase."""
    defaults: dict[str, Any] = {
        "service": SUPABASE,
        "rule": "connections",
        "severity": Severity.HIGH,
        "message": "High connection usage detected",
        "value": 92.5,
        "threshold": 90.0,
        "unit": "%",
    }
    return Finding(**defaults | fields)


def make_observation(**fields: Any) -> Observation:
    """A healthy check of Supabase that judged no rule."""
    defaults: dict[str, Any] = {
        "service": SUPABASE,
        "status": ServiceStatus.HEALTHY,
        "observed_at": NOW,
        "response_time": 12.5,
        "error_rate": 0.25,
    }
    return Observation(**defaults | fields)


def make_alert(**fields: Any) -> Alert:
    """An alert on high connection usage, opened now; id and fingerprint follow from the other fields."""
    defaults: dict[str, Any] = {
        "service": SUPABASE,
        "rule": "connections",
        "severity": Severity.HIGH,
        "message": "High connection usage detected",
        "timestamp": NOW,
        "details": {"value": 92.5, "threshold": 90.0, "unit": "%"},
    }
    values = defaults | fields
    values.setdefault("last_seen", values["timestamp"])
    values.setdefault("notified_at", values["timestamp"])
    values.setdefault("notified_severity", values["severity"])
    values.setdefault("fingerprint", fingerprint_of(values["service"], values["rule"]))
    values.setdefault("id", alert_id_of(values["fingerprint"], values["timestamp"]))
    return Alert(**values)


def make_transition(**fields: Any) -> Transition:
    """The opening of an alert."""
    alert = fields.pop("alert", None) or make_alert()
    defaults: dict[str, Any] = {"kind": TransitionKind.OPENED, "alert": alert, "at": alert.last_seen}
    return Transition(**defaults | fields)


def make_health_record(**fields: Any) -> HealthMetricRecord:
    """The row of a healthy check of Supabase."""
    return HealthMetricRecord.of(make_observation(**fields))


def make_alert_record(alert: Alert | None = None) -> AlertRecord:
    """The row of an alert that was opened without the store."""
    return AlertRecord(alert=AlertSnapshot.of(alert or make_alert()))


def make_delivery_record(**fields: Any) -> DeliveryRecord:
    """The first attempt to mail an opening; it was accepted."""
    transition = make_transition()
    defaults: dict[str, Any] = {
        "transition_key": transition.key,
        "alert_id": transition.alert.id,
        "transition": transition.kind,
        "channel": "email",
        "outcome": "accepted",
        "provider_id": "mail-1",
        "attempt": 1,
        "attempted_at": NOW,
    }
    return DeliveryRecord(**defaults | fields)

"""Messages of RecordQueue: rows on their way into Postgres."""

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from pawpop_monitoring.contracts.alert_snapshot import AlertSnapshot
from pawpop_monitoring.contracts.tracking_records import FalUsageRecord, SignatureFailureRecord, StripeEventRecord
from pawpop_monitoring.contracts.wire import QueueModel, UtcDatetime
from pawpop_monitoring.domain.alert_note import Note
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.transition import TransitionKind


class HealthMetricRecord(QueueModel):
    """One row of system_health_metrics; `responseTime` in ms, `errorRate` in percent."""

    kind: Literal["health_metric"] = "health_metric"
    service: str
    status: ServiceStatus
    response_time: float | None
    error_rate: float | None
    details: dict[str, Any]
    observed_at: UtcDatetime

    @classmethod
    def of(cls, observation: Observation) -> "HealthMetricRecord":
        """The row that keeps `observation`."""
        return cls(
            service=observation.service,
            status=observation.status,
            response_time=observation.response_time,
            error_rate=observation.error_rate,
            details=dict(observation.recorded_details),
            observed_at=observation.observed_at,
        )


class AlertRecord(QueueModel):
    """An alert that was opened while Postgres could not be written."""

    kind: Literal["alert"] = "alert"
    alert: AlertSnapshot


class DeliveryRecord(QueueModel):
    """One attempt to deliver one transition over one channel; or, as attempt 0, why it waits, or was dropped."""

    kind: Literal["delivery"] = "delivery"
    transition_key: str
    alert_id: str
    transition: TransitionKind
    channel: str
    outcome: Literal["accepted", "retry", "failed", "waiting", "dropped"]
    provider_id: str | None = None
    error: str | None = None
    why: str | None = None
    until: UtcDatetime | None = None
    attempt: int = Field(ge=0)
    attempted_at: UtcDatetime


class NoteRecord(QueueModel):
    """A note on an alert that was taken down while Postgres could not be written."""

    kind: Literal["note"] = "note"
    id: str
    alert_id: str
    at: UtcDatetime
    by: str
    text: str

    @classmethod
    def of(cls, note: Note) -> "NoteRecord":
        """The row that keeps `note`."""
        return cls(id=note.id, alert_id=note.alert_id, at=note.at, by=note.by, text=note.text)


type Record = Annotated[
    HealthMetricRecord
    | AlertRecord
    | DeliveryRecord
    | NoteRecord
    | FalUsageRecord
    | StripeEventRecord
    | SignatureFailureRecord,
    Field(discriminator="kind"),
]

RECORD_ADAPTER: TypeAdapter[Record] = TypeAdapter(Record)
"""Reads any record from JSON."""

"""Writing what comes out of RecordQueue: a batch in one transaction, one statement per table."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import psycopg

from pawpop_monitoring.contracts.records import AlertRecord, DeliveryRecord, HealthMetricRecord, NoteRecord, Record
from pawpop_monitoring.contracts.tracking_records import FalUsageRecord, SignatureFailureRecord, StripeEventRecord
from pawpop_monitoring.domain.errors import MonitoringError
from pawpop_monitoring.storage.alert_notes import insert_notes
from pawpop_monitoring.storage.alert_records import insert_alerts
from pawpop_monitoring.storage.connection import Cursor, Database
from pawpop_monitoring.storage.delivery_records import insert_deliveries
from pawpop_monitoring.storage.fal_usage_records import insert_fal_usage
from pawpop_monitoring.storage.health_metrics import insert_health_metrics
from pawpop_monitoring.storage.stripe_event_records import insert_signature_failures, insert_stripe_events

_logger = logging.getLogger(__name__)
_REJECTED = (psycopg.DataError, psycopg.IntegrityError)


class RecordRejectedError(MonitoringError):
    """Postgres will never take this `record` as it is."""

    def __init__(self, record: Record, reason: str) -> None:
        super().__init__(f"The database rejects this {record.kind} record: {reason}")
        self.record = record


@dataclass(frozen=True, slots=True)
class Recorder:
    """Writes records of any kind, any number of times with the same result."""

    database: Database

    def write(self, records: Sequence[Record]) -> Sequence[RecordRejectedError]:
        """Write all records; what is returned are those that can't be written, the others are.

        Raises StoreUnavailableError if the database is out of reach: then all are to be written again.
        """
        if not records:
            return []
        try:
            self._write(records)
        except _REJECTED:
            _logger.warning("writing %d records one by one, since one of them is bad", len(records))
            return [rejection for record in records if (rejection := self._try(record))]
        return []

    def _try(self, record: Record) -> RecordRejectedError | None:
        try:
            self._write([record])
        except _REJECTED as error:
            return RecordRejectedError(record, error.diag.message_primary or type(error).__name__)
        return None

    def _write(self, records: Sequence[Record]) -> None:
        with self.database.transaction() as cursor:
            _insert(cursor, records, HealthMetricRecord, insert_health_metrics)
            _insert(cursor, records, AlertRecord, insert_alerts)
            _insert(cursor, records, DeliveryRecord, insert_deliveries)
            _insert(cursor, records, NoteRecord, insert_notes)
            _insert(cursor, records, FalUsageRecord, insert_fal_usage)
            _insert(cursor, records, StripeEventRecord, insert_stripe_events)
            _insert(cursor, records, SignatureFailureRecord, insert_signature_failures)


def _insert[R](
    cursor: Cursor, records: Sequence[Record], kind: type[R], insert: Callable[[Cursor, Sequence[R]], None]
) -> None:
    chosen = [record for record in records if isinstance(record, kind)]
    if chosen:
        insert(cursor, chosen)

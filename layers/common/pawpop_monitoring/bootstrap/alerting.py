"""Wiring of the alert engine, for all functions that change alerts."""

from dataclasses import dataclass

from pawpop_monitoring.alerting.commands import AlertCommands
from pawpop_monitoring.alerting.fallback import Fallback
from pawpop_monitoring.alerting.outbox import Outbox
from pawpop_monitoring.alerting.ports import RecordPublisher
from pawpop_monitoring.alerting.processor import AlertProcessor
from pawpop_monitoring.alerting.standby import Standby
from pawpop_monitoring.bootstrap.clients import aws, queue
from pawpop_monitoring.bootstrap.database import database
from pawpop_monitoring.messaging.publishers import SqsAlertPublisher, SqsRecordPublisher
from pawpop_monitoring.settings import Settings
from pawpop_monitoring.storage.alerts import PostgresAlertStore
from pawpop_monitoring.storage.standby import DynamoStandbyStore


class AlertingSettings(Settings):
    """Environment of a function that changes alerts."""

    database_secret_id: str
    standby_table: str
    alert_queue_url: str
    record_queue_url: str


@dataclass(frozen=True, slots=True)
class Alerting:
    """The engine, ready to use."""

    settings: AlertingSettings
    processor: AlertProcessor
    commands: AlertCommands
    records: RecordPublisher


def build_alerting(settings: AlertingSettings) -> Alerting:
    """The engine of this Lambda environment."""
    store = PostgresAlertStore(database(settings.database_secret_id))
    standby = Standby(DynamoStandbyStore(client=lambda: aws("dynamodb"), table=settings.standby_table))
    publisher = SqsAlertPublisher(queue(settings.alert_queue_url))
    records = SqsRecordPublisher(queue(settings.record_queue_url))
    parts = (store, standby, Outbox(store, publisher), Fallback(standby, publisher, records))
    return Alerting(
        settings=settings,
        processor=AlertProcessor(*parts),
        commands=AlertCommands(*parts),
        records=records,
    )

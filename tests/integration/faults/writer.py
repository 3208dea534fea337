"""A Lambda function that changes alerts: the engine, wired as bootstrap/alerting.py does, with a clock of its own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pawpop_monitoring.alerting.apply.commands import AlertCommands
from pawpop_monitoring.alerting.apply.escalator import Timekeeper
from pawpop_monitoring.alerting.apply.outbox import Outbox
from pawpop_monitoring.alerting.apply.processor import AlertProcessor
from pawpop_monitoring.alerting.apply.writer import DecisionWriter
from pawpop_monitoring.alerting.standby.degraded import DegradedAlerting
from pawpop_monitoring.alerting.standby.mirror import StandbyMirror
from pawpop_monitoring.messaging.publishers import SnsAlertPublisher, SqsRecordPublisher
from pawpop_monitoring.storage.alerts import PostgresAlertStore
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.silence_store import DynamoSilenceStore
from pawpop_monitoring.storage.standby_store import DynamoStandbyStore
from tests.integration.faults.cloud import STANDBY, Cloud
from tests.integration.one_at_a_time import OneAtATime

ACKNOWLEDGEMENT_LASTS = timedelta(hours=24)


@dataclass(frozen=True)
class Engine:
    """What one invocation works with."""

    processor: AlertProcessor
    commands: AlertCommands
    escalator: Timekeeper


@dataclass(frozen=True)
class Writer:
    """`database` opens a connection; `skew` is how far its clock is ahead of the true time."""

    cloud: Cloud
    database: Callable[[], Database]
    skew: timedelta = timedelta(0)

    @contextmanager
    def invocation(self) -> Iterator[Engine]:
        """A function hangs up on the database when it is done."""
        database = self.database()
        try:
            yield self._engine(PostgresAlertStore(database))
        finally:
            database.close()

    def _engine(self, store: PostgresAlertStore) -> Engine:
        silences = DynamoSilenceStore(client=self._dynamodb, table=STANDBY)
        standby = StandbyMirror(DynamoStandbyStore(client=self._dynamodb, table=STANDBY), silences)
        publisher = SnsAlertPublisher(self.cloud.topic())
        records = SqsRecordPublisher(self.cloud.queue("records"))
        writer, outbox = DecisionWriter(store, standby), Outbox(store, publisher)
        degraded = DegradedAlerting(standby, publisher, records, ACKNOWLEDGEMENT_LASTS)
        return Engine(
            processor=AlertProcessor(writer, outbox, degraded),
            commands=AlertCommands(store, writer, outbox, degraded),
            escalator=Timekeeper(store, writer, outbox, degraded, ACKNOWLEDGEMENT_LASTS),
        )

    def _dynamodb(self) -> Any:
        return OneAtATime(self.cloud.dynamodb())

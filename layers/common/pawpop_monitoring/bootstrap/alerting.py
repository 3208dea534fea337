"""Wiring of the alert engine, for all functions that change alerts."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from pydantic import Field

from pawpop_monitoring.alerting.decide.policy import USUAL_INTERVAL
from pawpop_monitoring.bootstrap.clients import aside, aws, hurried_dynamodb, queue
from pawpop_monitoring.bootstrap.database import database
from pawpop_monitoring.settings import Interval, Settings

if TYPE_CHECKING:
    from pawpop_monitoring.alerting.apply.commands import AlertCommands
    from pawpop_monitoring.alerting.apply.escalator import Timekeeper
    from pawpop_monitoring.alerting.apply.ports import RecordPublisher, SilenceStore
    from pawpop_monitoring.alerting.apply.processor import AlertProcessor
    from pawpop_monitoring.alerting.apply.retirement import Retirement
    from pawpop_monitoring.alerting.apply.silence_notices import SilenceNotices


class AlertingSettings(Settings):
    """Environment of a function that changes alerts; an acknowledgement lasts `acknowledgement_hours`."""

    database_secret_id: str
    standby_table: str
    alert_topic_arn: str
    alert_dead_letter_queue_url: str = ""
    record_queue_url: str
    record_dead_letter_queue_url: str = ""
    acknowledgement_hours: float = Field(24, gt=0, le=8760)
    check_interval: Interval = USUAL_INTERVAL


@dataclass(frozen=True, slots=True)
class Alerting:
    """The engine, ready to use."""

    settings: AlertingSettings
    processor: "AlertProcessor"
    commands: "AlertCommands"
    escalator: "Timekeeper"
    silences: "SilenceStore"
    silence_notices: "SilenceNotices"
    records: "RecordPublisher"
    retirement: "Retirement"


def build_alerting(settings: AlertingSettings, *, after_looks: bool = False) -> Alerting:
    """The engine of this Lambda environment; `after_looks` it takes their word for a database that is silent."""
    from pawpop_monitoring.alerting.apply.commands import AlertCommands
    from pawpop_monitoring.alerting.apply.escalator import Timekeeper
    from pawpop_monitoring.alerting.apply.outbox import Outbox
    from pawpop_monitoring.alerting.apply.processor import AlertProcessor
    from pawpop_monitoring.alerting.apply.retirement import Retirement
    from pawpop_monitoring.alerting.apply.silence_notices import SilenceNotices
    from pawpop_monitoring.alerting.apply.writer import DecisionWriter
    from pawpop_monitoring.alerting.standby.degraded import DegradedAlerting
    from pawpop_monitoring.alerting.standby.mirror import StandbyMirror
    from pawpop_monitoring.messaging.publishers import SnsAlertPublisher, SqsRecordPublisher
    from pawpop_monitoring.messaging.topic import Topic
    from pawpop_monitoring.storage.alerts import PostgresAlertStore
    from pawpop_monitoring.storage.silence_store import DynamoSilenceStore
    from pawpop_monitoring.storage.standby_store import DynamoStandbyStore

    store = PostgresAlertStore(database(settings.database_secret_id, believing=after_looks))
    silences = DynamoSilenceStore(client=hurried_dynamodb, table=settings.standby_table)
    open_alerts = DynamoStandbyStore(client=hurried_dynamodb, table=settings.standby_table)
    standby = StandbyMirror(open_alerts, silences)
    topic = Topic(settings.alert_topic_arn, lambda: aws("sns"))
    publisher = SnsAlertPublisher(topic, aside(settings.alert_dead_letter_queue_url))
    records = SqsRecordPublisher(queue(settings.record_queue_url), aside(settings.record_dead_letter_queue_url))
    lasts = timedelta(hours=settings.acknowledgement_hours)
    writer, outbox = DecisionWriter(store, standby), Outbox(store, publisher)
    degraded = DegradedAlerting(standby, publisher, records, lasts)
    notices = SilenceNotices(open_alerts, silences, publisher)
    commands = AlertCommands(store, writer, outbox, degraded)
    return Alerting(
        settings=settings,
        processor=AlertProcessor(writer, outbox, degraded, settings.check_interval),
        commands=commands,
        escalator=Timekeeper(store, writer, outbox, degraded, lasts, notices, settings.check_interval),
        silences=silences,
        silence_notices=notices,
        records=records,
        retirement=Retirement(commands, standby),
    )

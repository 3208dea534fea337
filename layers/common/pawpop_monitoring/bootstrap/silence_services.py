"""Wiring of manage_silences."""

from dataclasses import dataclass

from pawpop_monitoring.alerting.apply.ports import StandbyStore
from pawpop_monitoring.alerting.apply.silence_commands import SilenceCommands
from pawpop_monitoring.alerting.apply.silence_notices import SilenceNotices
from pawpop_monitoring.bootstrap.clients import aws, load_settings
from pawpop_monitoring.domain.clock import Clock, system_clock
from pawpop_monitoring.domain.service import services_with
from pawpop_monitoring.messaging.publishers import SnsAlertPublisher
from pawpop_monitoring.messaging.topic import Topic
from pawpop_monitoring.settings import ServiceNames, Settings
from pawpop_monitoring.storage.silence_store import DynamoSilenceStore
from pawpop_monitoring.storage.standby_store import DynamoStandbyStore


class SilenceSettings(Settings):
    """Environment of manage_silences."""

    standby_table: str
    alert_topic_arn: str
    additional_services: ServiceNames = ()


@dataclass(frozen=True, slots=True)
class SilenceServices:
    """What manage_silences needs."""

    silences: SilenceCommands
    clock: Clock
    standby: StandbyStore
    known_services: tuple[str, ...]


def silence_services() -> SilenceServices:
    """The services of this Lambda environment."""
    settings = load_settings(SilenceSettings)
    store = DynamoSilenceStore(client=lambda: aws("dynamodb"), table=settings.standby_table)
    standby = DynamoStandbyStore(client=lambda: aws("dynamodb"), table=settings.standby_table)
    topic = SnsAlertPublisher(Topic(settings.alert_topic_arn, lambda: aws("sns")))
    return SilenceServices(
        SilenceCommands(store, SilenceNotices(standby, store, topic).tell),
        system_clock,
        standby=standby,
        known_services=services_with(settings.additional_services),
    )

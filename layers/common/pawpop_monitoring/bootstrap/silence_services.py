"""Wiring of manage_silences."""

from dataclasses import dataclass

from pawpop_monitoring.alerting.apply.silence_commands import SilenceCommands
from pawpop_monitoring.bootstrap.clients import aws, load_settings
from pawpop_monitoring.domain.clock import Clock, system_clock
from pawpop_monitoring.settings import Settings
from pawpop_monitoring.storage.silence_store import DynamoSilenceStore


class SilenceSettings(Settings):
    """Environment of manage_silences."""

    standby_table: str


@dataclass(frozen=True, slots=True)
class SilenceServices:
    """What manage_silences needs."""

    silences: SilenceCommands
    clock: Clock


def silence_services() -> SilenceServices:
    """The services of this Lambda environment."""
    settings = load_settings(SilenceSettings)
    store = DynamoSilenceStore(client=lambda: aws("dynamodb"), table=settings.standby_table)
    return SilenceServices(SilenceCommands(store), system_clock)

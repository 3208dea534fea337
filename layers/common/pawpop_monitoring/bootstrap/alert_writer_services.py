"""Wiring of the API functions that change alerts; apart from the readers, which need no engine at their start."""

from pawpop_monitoring.bootstrap.alerting import AlertingSettings, build_alerting
from pawpop_monitoring.bootstrap.api_services import AlertWriter
from pawpop_monitoring.bootstrap.clients import load_settings
from pawpop_monitoring.domain.clock import system_clock
from pawpop_monitoring.domain.service import services_with
from pawpop_monitoring.settings import ServiceNames


class WriterSettings(AlertingSettings):
    """Environment of a function that changes alerts; further services may be named."""

    additional_services: ServiceNames = ()


def alert_writer() -> AlertWriter:
    """The writer of this Lambda environment."""
    settings = load_settings(WriterSettings)
    return AlertWriter(
        commands=build_alerting(settings).commands,
        known_services=services_with(settings.additional_services),
        clock=system_clock,
    )

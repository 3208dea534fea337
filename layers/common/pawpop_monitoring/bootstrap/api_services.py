"""Wiring of the API functions that read and change alerts."""

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pawpop_monitoring.bootstrap.alerting import AlertingSettings, build_alerting
from pawpop_monitoring.bootstrap.clients import load_settings
from pawpop_monitoring.bootstrap.database import database
from pawpop_monitoring.bootstrap.standby_reads import StandbyReads, standby_reads
from pawpop_monitoring.contracts.alert_requests import ListAlertsQuery
from pawpop_monitoring.domain.clock import Clock, system_clock
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.service import services_with
from pawpop_monitoring.settings import ServiceNames, Settings

if TYPE_CHECKING:
    from pawpop_monitoring.alerting.apply.commands import AlertCommands
    from pawpop_monitoring.storage.alert_queries import AlertPage, AlertQueries

_logger = logging.getLogger(__name__)


class ReaderSettings(Settings):
    """Environment of a function that reads alerts; further services may be named."""

    database_secret_id: str
    standby_table: str
    additional_services: ServiceNames = ()


class WriterSettings(AlertingSettings):
    """Environment of a function that changes alerts; further services may be named."""

    additional_services: ServiceNames = ()


@dataclass(frozen=True, slots=True)
class AlertReader:
    """What list_alerts needs."""

    alerts: "AlertQueries"
    standby: StandbyReads
    clock: Clock
    known_services: tuple[str, ...] = ()

    def page(self, query: ListAlertsQuery) -> "AlertPage":
        """The page that `query` asks for, of both stores; with Postgres down, what the standby store knows."""
        known = self.standby.read()
        try:
            return self.alerts.page(query, known.overlay)
        except StoreUnavailableError as error:
            from pawpop_monitoring.storage.alert_queries import page_without_store

            _logger.warning("database unavailable: %s", error)
            return page_without_store(query, known.required().overlay)


@dataclass(frozen=True, slots=True)
class AlertWriter:
    """What create_alert and update_alert need."""

    commands: "AlertCommands"
    known_services: tuple[str, ...]
    clock: Clock


def alert_reader() -> AlertReader:
    """The reader of this Lambda environment."""
    from pawpop_monitoring.storage.alert_queries import AlertQueries

    settings = load_settings(ReaderSettings)
    return AlertReader(
        alerts=AlertQueries(database(settings.database_secret_id)),
        standby=standby_reads(alerts=settings.standby_table),
        clock=system_clock,
        known_services=services_with(settings.additional_services),
    )


def alert_writer() -> AlertWriter:
    """The writer of this Lambda environment."""
    settings = load_settings(WriterSettings)
    return AlertWriter(
        commands=build_alerting(settings).commands,
        known_services=services_with(settings.additional_services),
        clock=system_clock,
    )

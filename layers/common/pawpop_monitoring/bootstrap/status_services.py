"""Wiring of status_page."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from pawpop_monitoring.bootstrap.clients import load_settings
from pawpop_monitoring.bootstrap.database import database
from pawpop_monitoring.bootstrap.standby_reads import StandbyReads, standby_reads
from pawpop_monitoring.domain.clock import Clock, system_clock
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.overall import OpenCondition, loud_severities, overall_status
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.snapshot import ServiceSnapshot, newest_snapshots
from pawpop_monitoring.http.burst_memory import BurstMemory
from pawpop_monitoring.http.health_view import current_snapshots, snapshots_without_store
from pawpop_monitoring.settings import Interval, ServicesOff, Settings, watched_services

if TYPE_CHECKING:
    from pawpop_monitoring.storage.alert_queries import AlertQueries
    from pawpop_monitoring.storage.health_metrics import HealthMetrics

_logger = logging.getLogger(__name__)


class StatusSettings(Settings):
    """Environment of status_page."""

    services_off: ServicesOff = ()
    database_secret_id: str
    standby_table: str
    snapshot_table: str
    check_interval: Interval


@dataclass(frozen=True, slots=True)
class Present:
    """One snapshot per service, and the severities of open alerts that are not silenced."""

    snapshots: Sequence[ServiceSnapshot]
    loud: frozenset[Severity]

    @property
    def overall(self) -> ServiceStatus:
        """The status of the whole."""
        return overall_status((snapshot.status for snapshot in self.snapshots), self.loud)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusServices:
    """Where the present state is found; `expected` are the services that must have reported."""

    metrics: "HealthMetrics"
    alerts: "AlertQueries"
    standby: StandbyReads
    expected: tuple[str, ...]
    check_interval: timedelta
    clock: Clock
    flood: BurstMemory[Present] = field(default_factory=BurstMemory)

    def current(self) -> Present:
        """What is so, with the database or without; in a flood, what was a moment ago."""
        return self.flood.answer(self._look)

    def _look(self) -> Present:
        now, known = self.clock(), self.standby.read()
        silences = known.silences_at(now)
        try:
            latest = newest_snapshots(self.metrics.latest(), known.latest)
            conditions = self.alerts.conditions(known.overlay)
        except StoreUnavailableError as error:
            _logger.warning("database unavailable: %s", error)
            kept = known.required()
            snapshots = snapshots_without_store(kept.latest, self.expected, str(error), now, self.check_interval)
            return Present(snapshots, loud_severities(map(OpenCondition.of, kept.alerts), silences))
        snapshots = current_snapshots(latest, self.expected, now, self.check_interval)
        return Present(snapshots, loud_severities(conditions, silences))


def status_services() -> StatusServices:
    """The services of this Lambda environment."""
    from pawpop_monitoring.storage.alert_queries import AlertQueries
    from pawpop_monitoring.storage.health_metrics import HealthMetrics

    settings = load_settings(StatusSettings)
    shared, standby_table = database(settings.database_secret_id), settings.standby_table
    return StatusServices(
        metrics=HealthMetrics(shared),
        alerts=AlertQueries(shared),
        standby=standby_reads(alerts=standby_table, silences=standby_table, snapshots=settings.snapshot_table),
        expected=watched_services(settings.services_off),
        check_interval=settings.check_interval,
        clock=system_clock,
    )

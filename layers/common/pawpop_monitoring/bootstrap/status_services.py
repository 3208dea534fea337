"""Wiring of status_page."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from pawpop_monitoring.bootstrap.clients import load_settings
from pawpop_monitoring.bootstrap.database import database
from pawpop_monitoring.bootstrap.standby_reads import StandbyReads, standby_reads
from pawpop_monitoring.domain.clock import Clock, system_clock
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.snapshot import ServiceSnapshot, newest_snapshots
from pawpop_monitoring.http.burst_memory import BurstMemory
from pawpop_monitoring.http.health_view import current_snapshots, snapshots_without_store
from pawpop_monitoring.settings import CommaSeparated, Interval, Settings
from pawpop_monitoring.storage.health_metrics import HealthMetrics

_logger = logging.getLogger(__name__)


class StatusSettings(Settings):
    """Environment of status_page."""

    checked_services: CommaSeparated
    database_secret_id: str
    snapshot_table: str
    check_interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusServices:
    """Where the present state is found; `expected` are the services that must have reported."""

    metrics: HealthMetrics
    standby: StandbyReads
    expected: tuple[str, ...]
    check_interval: timedelta
    clock: Clock
    flood: BurstMemory[Sequence[ServiceSnapshot]] = field(default_factory=BurstMemory)

    def current(self) -> Sequence[ServiceSnapshot]:
        """One snapshot per service, with the database or without; in a flood, those of a moment ago."""
        return self.flood.answer(self._look)

    def _look(self) -> Sequence[ServiceSnapshot]:
        now = self.clock()
        known = self.standby.read()
        try:
            latest = newest_snapshots(self.metrics.latest(), known.latest)
            return current_snapshots(latest, self.expected, now, self.check_interval)
        except StoreUnavailableError as error:
            _logger.warning("database unavailable: %s", error)
            kept = known.required().latest
            return snapshots_without_store(kept, self.expected, str(error), now, self.check_interval)


def status_services() -> StatusServices:
    """The services of this Lambda environment."""
    settings = load_settings(StatusSettings)
    return StatusServices(
        metrics=HealthMetrics(database(settings.database_secret_id)),
        standby=standby_reads(snapshots=settings.snapshot_table),
        expected=settings.checked_services,
        check_interval=settings.check_interval,
        clock=system_clock,
    )

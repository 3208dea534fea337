"""Wiring of status_page."""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pawpop_monitoring.bootstrap.clients import impatient_dynamodb, load_settings
from pawpop_monitoring.bootstrap.database import database
from pawpop_monitoring.bootstrap.standby_reads import Known, StandbyReads, standby_reads
from pawpop_monitoring.contracts.status_response import StatusResponse
from pawpop_monitoring.domain.clock import Clock, system_clock
from pawpop_monitoring.domain.component import DEFAULT_COMPONENTS, Component
from pawpop_monitoring.domain.day_record import DayRecord
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.overall import OpenCondition, loud_severities, overall_status
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.snapshot import ServiceSnapshot, newest_snapshots
from pawpop_monitoring.http.burst_memory import BurstMemory
from pawpop_monitoring.http.dashboard_window import INTERVALS_UNTIL_STALE
from pawpop_monitoring.http.health_view import current_snapshots, snapshots_without_store
from pawpop_monitoring.settings import (
    Components,
    Contact,
    Interval,
    ServiceNames,
    ServicesOff,
    Settings,
    WebAddress,
    watched_services,
)

if TYPE_CHECKING:
    from pawpop_monitoring.storage.alert_queries import AlertQueries
    from pawpop_monitoring.storage.day_records import DayRecords
    from pawpop_monitoring.storage.health_metrics import HealthMetrics
    from pawpop_monitoring.storage.status_store import DynamoStatusStore

_logger = logging.getLogger(__name__)


class StatusSettings(Settings):
    """Environment of status_page."""

    services_off: ServicesOff = ()
    additional_services: ServiceNames = ()
    status_components: Components = DEFAULT_COMPONENTS
    status_table: str
    status_contact: Contact = ""
    feed_base_url: WebAddress = ""
    database_secret_id: str
    standby_table: str
    snapshot_table: str
    check_interval: Interval


@dataclass(frozen=True, slots=True)
class Present:
    """One snapshot per service, the severities of open alerts that are not silenced, and what is told of both."""

    snapshots: Sequence[ServiceSnapshot]
    loud: frozenset[Severity]
    public: StatusResponse

    @property
    def overall(self) -> ServiceStatus:
        """The status of the whole."""
        return overall_status((snapshot.status for snapshot in self.snapshots), self.loud)


@dataclass(frozen=True, slots=True)
class Stored:
    """What Postgres answered, or what is known without it."""

    snapshots: Sequence[ServiceSnapshot]
    conditions: Iterable[OpenCondition]
    days: Sequence[DayRecord]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusServices:
    """Where the present state is found; `expected` are the services that must have reported.

    Without `days` and `published` there are no bars and no incidents. `contact` is a mail address or a page.
    """

    metrics: "HealthMetrics"
    alerts: "AlertQueries"
    standby: StandbyReads
    expected: tuple[str, ...]
    check_interval: timedelta
    clock: Clock
    components: tuple[Component, ...] = DEFAULT_COMPONENTS
    days: "DayRecords | None" = None
    published: "DynamoStatusStore | None" = None
    public_url: str = ""
    contact: str = ""
    flood: BurstMemory[Present] = field(default_factory=BurstMemory)

    def current(self) -> Present:
        """What is so, with the database or without; in a flood, what was a moment ago."""
        return self.flood.answer(self._look)

    def _look(self) -> Present:
        now, known = self.clock(), self.standby.read()
        incidents = self._published(lambda store: store.incidents())
        try:
            stored = self._stored(known, now)
        except StoreUnavailableError as error:
            _logger.warning("database unavailable: %s", error)
            stored = self._kept(known, str(error), now)
        loud = loud_severities(stored.conditions, known.silences_at(now))
        components = self.components
        public = StatusResponse.of(components, stored.snapshots, stored.days, incidents, known.silences, now)
        return Present(stored.snapshots, loud, public)

    def _stored(self, known: Known, now: datetime) -> Stored:
        latest = newest_snapshots(self.metrics.latest(now), known.latest)
        conditions = self.alerts.conditions(known.overlay)
        days = self.days.read(now) if self.days else ()
        return Stored(current_snapshots(latest, self.expected, now, self.check_interval), conditions, days)

    def _kept(self, known: Known, reason: str, now: datetime) -> Stored:
        """Of the standby; with that away too it may be our own network, and nothing is known."""
        days = self._published(lambda store: store.days())
        if known.missing:
            unknown = [_unknown(service, now) for service in self.expected]
            return Stored(unknown, (), days)
        snapshots = snapshots_without_store(known.latest, self.expected, reason, now, self.check_interval)
        return Stored(snapshots, map(OpenCondition.of, known.alerts), days)

    def _published[T](self, ask: "Callable[[DynamoStatusStore], Sequence[T]]") -> Sequence[T]:
        try:
            return ask(self.published) if self.published else ()
        except StoreUnavailableError as error:
            _logger.warning("what was published is out of reach: %s", error)
            return ()


def _unknown(service: str, now: datetime) -> ServiceSnapshot:
    return ServiceSnapshot(service=service, status=ServiceStatus.UNKNOWN, last_check=now)


def status_services() -> StatusServices:
    """The services of this Lambda environment."""
    from pawpop_monitoring.storage.alert_queries import AlertQueries
    from pawpop_monitoring.storage.day_records import DayRecords
    from pawpop_monitoring.storage.health_metrics import HealthMetrics
    from pawpop_monitoring.storage.status_store import DynamoStatusStore

    settings = load_settings(StatusSettings)
    standby_table = settings.standby_table
    shared, interval = database(settings.database_secret_id), settings.check_interval
    return StatusServices(
        metrics=HealthMetrics(shared),
        alerts=AlertQueries(shared),
        standby=standby_reads(alerts=standby_table, silences=standby_table, snapshots=settings.snapshot_table),
        expected=watched_services(settings.services_off),
        check_interval=interval,
        clock=system_clock,
        days=DayRecords(shared, interval * INTERVALS_UNTIL_STALE),
        components=settings.status_components,
        published=DynamoStatusStore(client=impatient_dynamodb, table=settings.status_table),
        public_url=settings.feed_base_url,
        contact=settings.status_contact,
    )

"""Wiring of get_health."""

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from pawpop_monitoring.bootstrap.clients import load_settings, secret
from pawpop_monitoring.bootstrap.database import database
from pawpop_monitoring.bootstrap.standby_reads import Known, StandbyReads, standby_reads
from pawpop_monitoring.contracts.health_response import HealthResponse
from pawpop_monitoring.domain.clock import Clock, system_clock
from pawpop_monitoring.domain.errors import SecretUnavailableError, StoreUnavailableError
from pawpop_monitoring.domain.overall import OpenCondition, loud_severities
from pawpop_monitoring.domain.snapshot import count_alerts, newest_snapshots
from pawpop_monitoring.http.health_view import compose, current_snapshots, snapshots_without_store
from pawpop_monitoring.http.tokens import Scope, TokenBook
from pawpop_monitoring.settings import Interval, ServicesOff, Settings, watched_services

if TYPE_CHECKING:
    from pawpop_monitoring.storage.alert_queries import AlertQueries
    from pawpop_monitoring.storage.health_metrics import HealthMetrics

_logger = logging.getLogger(__name__)


class HealthSettings(Settings):
    """Environment of get_health."""

    services_off: ServicesOff = ()
    database_secret_id: str
    api_tokens_secret_id: str
    standby_table: str
    snapshot_table: str
    check_interval: Interval


@dataclass(frozen=True, slots=True)
class HealthServices:
    """What get_health needs; `expected` are the services that must have reported."""

    metrics: "HealthMetrics"
    alerts: "AlertQueries"
    standby: StandbyReads
    tokens_secret_id: str
    expected: tuple[str, ...]
    check_interval: timedelta
    clock: Clock

    def may_see_details(self, authorization: str | None) -> bool:
        """True for holders of a token that may read; without a header, no secret is fetched."""
        if not authorization:
            return False
        try:
            return TokenBook.from_secret(secret(self.tokens_secret_id)).allows(authorization, Scope.READ)
        except SecretUnavailableError:
            return False


def health_services() -> HealthServices:
    """The services of this Lambda environment."""
    from pawpop_monitoring.storage.alert_queries import AlertQueries
    from pawpop_monitoring.storage.health_metrics import HealthMetrics

    settings = load_settings(HealthSettings)
    shared = database(settings.database_secret_id)
    return HealthServices(
        metrics=HealthMetrics(shared),
        alerts=AlertQueries(shared),
        standby=standby_reads(
            alerts=settings.standby_table, silences=settings.standby_table, snapshots=settings.snapshot_table
        ),
        tokens_secret_id=settings.api_tokens_secret_id,
        expected=watched_services(settings.services_off),
        check_interval=settings.check_interval,
        clock=system_clock,
    )


def look(services: HealthServices, *, with_details: bool) -> HealthResponse:
    """What is newest of Postgres and the standby tables; with the database down, what those know."""
    known = services.standby.read()
    try:
        return _stored(services, known, with_details=with_details)
    except StoreUnavailableError as error:
        _logger.warning("database unavailable: %s", error)
        return _without_store(services, known.required(), str(error), with_details=with_details)


def _stored(services: HealthServices, known: Known, *, with_details: bool) -> HealthResponse:
    now = services.clock()
    latest = newest_snapshots(services.metrics.latest(now), known.latest)
    snapshots = current_snapshots(latest, services.expected, now, services.check_interval)
    counts, recent = services.alerts.open_alerts(overlay=known.overlay)
    loud = loud_severities(services.alerts.conditions(known.overlay), known.silences_at(now))
    return compose(snapshots, counts, recent, now, loud=loud, with_details=with_details)


def _without_store(services: HealthServices, known: Known, reason: str, *, with_details: bool) -> HealthResponse:
    now = services.clock()
    snapshots = snapshots_without_store(known.latest, services.expected, reason, now, services.check_interval)
    loud = loud_severities(map(OpenCondition.of, known.alerts), known.silences_at(now))
    return compose(snapshots, count_alerts(known.alerts), known.alerts, now, loud=loud, with_details=with_details)

"""Wiring of get_health."""

from dataclasses import dataclass
from datetime import timedelta

from pawpop_monitoring.bootstrap.clients import load_settings, secret
from pawpop_monitoring.bootstrap.database import database
from pawpop_monitoring.bootstrap.standby_reads import StandbyReads, standby_reads
from pawpop_monitoring.domain.clock import Clock, system_clock
from pawpop_monitoring.domain.errors import SecretUnavailableError
from pawpop_monitoring.http.tokens import Scope, TokenBook
from pawpop_monitoring.settings import Interval, ServicesOff, Settings, watched_services
from pawpop_monitoring.storage.alert_queries import AlertQueries
from pawpop_monitoring.storage.health_metrics import HealthMetrics


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

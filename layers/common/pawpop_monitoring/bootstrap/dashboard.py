"""Wiring of get_dashboard."""

from dataclasses import dataclass
from datetime import timedelta

from pawpop_monitoring.alerting.ports import StandbyStore
from pawpop_monitoring.bootstrap.clients import aws, load_settings
from pawpop_monitoring.bootstrap.database import database
from pawpop_monitoring.domain.clock import Clock, system_clock
from pawpop_monitoring.domain.service import CHECKED_SERVICES
from pawpop_monitoring.http.dashboard import DashboardComposer
from pawpop_monitoring.http.gauges import Gauges
from pawpop_monitoring.settings import Interval, Settings, TimeZone
from pawpop_monitoring.storage.dashboard import DashboardQueries
from pawpop_monitoring.storage.standby import DynamoStandbyStore
from pawpop_monitoring.storage.standby_snapshots import DynamoSnapshots
from pawpop_monitoring.thresholds import FalThresholds, StripeThresholds, SupabaseThresholds


class DashboardSettings(Settings):
    """Environment of get_dashboard."""

    database_secret_id: str
    standby_table: str
    snapshot_table: str
    check_interval: Interval
    display_time_zone: TimeZone


@dataclass(frozen=True, slots=True, kw_only=True)
class DashboardServices:
    """What get_dashboard needs; `expected` are the services that must have reported."""

    stored: DashboardQueries
    standby: StandbyStore
    snapshots: DynamoSnapshots
    composer: DashboardComposer
    expected: tuple[str, ...]
    check_interval: timedelta
    clock: Clock


def dashboard_services() -> DashboardServices:
    """The services of this Lambda environment."""
    settings = load_settings(DashboardSettings)
    zone = settings.display_time_zone
    return DashboardServices(
        stored=DashboardQueries(database(settings.database_secret_id), zone),
        standby=DynamoStandbyStore(client=lambda: aws("dynamodb"), table=settings.standby_table),
        snapshots=DynamoSnapshots(client=lambda: aws("dynamodb"), table=settings.snapshot_table),
        composer=DashboardComposer(gauges=_gauges(), zone=zone),
        expected=CHECKED_SERVICES,
        check_interval=settings.check_interval,
        clock=system_clock,
    )


def _gauges() -> Gauges:
    return Gauges(
        supabase=load_settings(SupabaseThresholds),
        fal=load_settings(FalThresholds),
        stripe=load_settings(StripeThresholds),
    )

"""The routes that read, as their functions answer them, over a database and standby tables of the tests."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from functions.get_dashboard.app import run as run_dashboard
from functions.get_health.app import run as run_health
from functions.get_metrics.app import run as run_metrics
from functions.list_alerts.app import run as run_alerts
from functions.manage_dashboards.app import draw
from functions.status_page.app import run as run_status
from pawpop_monitoring.bootstrap.api_services import AlertReader
from pawpop_monitoring.bootstrap.board_services import BoardServices, Shipped
from pawpop_monitoring.bootstrap.dashboard_services import DashboardServices, loaded_gauges
from pawpop_monitoring.bootstrap.health_services import HealthServices
from pawpop_monitoring.bootstrap.standby_reads import StandbyReads
from pawpop_monitoring.bootstrap.status_services import StatusServices
from pawpop_monitoring.contracts.alert_requests import ListAlertsQuery
from pawpop_monitoring.contracts.alert_responses import ListAlertsResponse
from pawpop_monitoring.contracts.dashboard_response import DashboardQuery, DashboardResponse
from pawpop_monitoring.contracts.health_response import HealthResponse
from pawpop_monitoring.contracts.records import HealthMetricRecord
from pawpop_monitoring.contracts.series_models import SeriesQuery, SeriesResponse
from pawpop_monitoring.http.dashboard_view import DashboardComposer
from pawpop_monitoring.http.gauges import Gauges
from pawpop_monitoring.storage.alert_queries import AlertQueries
from pawpop_monitoring.storage.alerts import PostgresAlertStore
from pawpop_monitoring.storage.board_store import BoardStore
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.dashboard_queries import DashboardQueries
from pawpop_monitoring.storage.health_metrics import HealthMetrics, insert_health_metrics
from pawpop_monitoring.storage.silence_store import DynamoSilenceStore
from pawpop_monitoring.storage.standby_snapshots import DynamoSnapshots
from pawpop_monitoring.storage.standby_store import DynamoStandbyStore
from pawpop_monitoring.thresholds import FalThresholds, StripeThresholds, SupabaseThresholds
from tests.factories import NOW

EXPECTED = ("supabase", "stripe")
INTERVAL = timedelta(minutes=5)


@dataclass
class Routes:
    """`url` is asked at each connect, so that a test can lead it elsewhere; all look at NOW."""

    url: str
    dynamodb: Callable[[], Any]

    def __post_init__(self) -> None:
        self.database = Database(lambda: self.url, budget=2.0)
        self.standby = DynamoStandbyStore(client=self.dynamodb, table="standby")
        self.snapshots = DynamoSnapshots(client=self.dynamodb, table="snapshots")
        self.store = PostgresAlertStore(self.database)
        self.silences = DynamoSilenceStore(client=self.dynamodb, table="standby")
        self._reads = StandbyReads(alerts=self.standby, silences=self.silences, snapshots=self.snapshots)

    def health(self) -> HealthResponse:
        return self._health(with_details=True)

    def health_without_token(self) -> HealthResponse:
        return self._health(with_details=False)

    def _health(self, *, with_details: bool) -> HealthResponse:
        services = HealthServices(
            metrics=HealthMetrics(self.database),
            alerts=AlertQueries(self.database),
            standby=self._reads,
            tokens_secret_id="tokens",
            expected=EXPECTED,
            check_interval=INTERVAL,
            clock=lambda: NOW,
        )
        return run_health(services, with_details=with_details)

    def alerts(self, **query: Any) -> ListAlertsResponse:
        return run_alerts(AlertReader(AlertQueries(self.database), self._reads, lambda: NOW), ListAlertsQuery(**query))

    def dashboard(self) -> DashboardResponse:
        return run_dashboard(self.dashboard_services(), DashboardQuery())

    def metrics(self) -> str:
        return run_metrics(self.dashboard_services())

    def status(self) -> str:
        return self._status(None)

    def badge(self) -> str:
        return self._status("pawpop.svg")

    def _status(self, badge: str | None) -> str:
        services = StatusServices(
            metrics=HealthMetrics(self.database),
            alerts=AlertQueries(self.database),
            standby=self._reads,
            expected=EXPECTED,
            check_interval=INTERVAL,
            clock=lambda: NOW,
        )
        return str(run_status(services, badge)["body"])

    def series(self, **query: Any) -> SeriesResponse:
        services = BoardServices(
            shipped=Shipped({}, ()),
            kept=BoardStore(self.database),
            database=self.database,
            standby=self._reads,
            gauges=loaded_gauges(),
            services=EXPECTED,
            zone=ZoneInfo("UTC"),
            check_interval=INTERVAL,
            clock=lambda: NOW,
        )
        return draw(services, SeriesQuery(**query))

    def store_metrics(self, *records: HealthMetricRecord) -> None:
        """As the recorder does it."""
        with self.database.transaction() as cursor:
            insert_health_metrics(cursor, records)

    def dashboard_services(self) -> DashboardServices:
        """As the function has them."""
        gauges = Gauges(supabase=SupabaseThresholds(), fal=FalThresholds(), stripe=StripeThresholds())
        return DashboardServices(
            stored=DashboardQueries(self.database, ZoneInfo("UTC")),
            standby=self._reads,
            composer=DashboardComposer(gauges=gauges, zone=ZoneInfo("UTC")),
            expected=EXPECTED,
            check_interval=INTERVAL,
            clock=lambda: NOW,
        )

"""Everything that the dashboard shows, read in one transaction: one moment, and one bound on the time it takes."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from pawpop_monitoring.alerting.standby.overlay import Overlay
from pawpop_monitoring.domain.history import Window
from pawpop_monitoring.domain.sale_days import NO_SALES, SaleDays
from pawpop_monitoring.domain.stored_state import StoredState
from pawpop_monitoring.storage.alert_queries import NOTHING, read_conditions, read_open_alerts, read_worst_alerts
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.cost_queries import read_spending
from pawpop_monitoring.storage.health_metrics import read_latest
from pawpop_monitoring.storage.history_queries import read_series, read_uptime


@dataclass(frozen=True, slots=True)
class DashboardQueries:
    """Reads for the dashboard; `zone` says what a day is, `sales` which of them are no ordinary ones."""

    database: Database
    zone: ZoneInfo
    sales: SaleDays = NO_SALES

    def read(self, window: Window, overlay: Overlay = NOTHING) -> StoredState:
        """All of it, as of `window.until`; StoreUnavailableError when it can't be read in time."""
        with self.database.transaction() as cursor:
            counts, recent = read_open_alerts(cursor, overlay=overlay)
            return StoredState(
                latest=read_latest(cursor, window.until),
                counts=counts,
                recent=recent,
                worst=read_worst_alerts(cursor, overlay),
                conditions=read_conditions(cursor, overlay),
                series=read_series(cursor, window),
                uptime=read_uptime(cursor, window),
                spending=read_spending(cursor, window.until, self.zone, self.sales),
            )

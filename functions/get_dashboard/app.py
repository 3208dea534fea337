"""GET /api/monitoring/dashboard: state, history, alerts and costs at one look. It reads, it never checks."""

from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.bootstrap.dashboard import DashboardServices, dashboard_services
from pawpop_monitoring.bootstrap.database import hang_up_afterwards
from pawpop_monitoring.contracts.dashboard import DashboardQuery, DashboardResponse
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.stored_state import StoredState
from pawpop_monitoring.http.dashboard import Outage, outage_of
from pawpop_monitoring.http.dashboard_window import window_of
from pawpop_monitoring.http.health import count_alerts, current_snapshots, snapshots_without_store
from pawpop_monitoring.http.requests import parse_query
from pawpop_monitoring.http.resolver import api_resolver
from pawpop_monitoring.http.responses import json_response

logger = Logger()
app = api_resolver()
services = cache(dashboard_services)


def run(services: DashboardServices, query: DashboardQuery) -> DashboardResponse:
    """The stored state; with the database down, what the standby tables know."""
    window = window_of(query.range, services.clock(), services.check_interval)
    try:
        state = services.stored.read(window)
    except StoreUnavailableError as error:
        logger.warning("database unavailable", reason=str(error))
        state, outage = _standby(services, str(error))
        snapshots = snapshots_without_store(
            state.latest, services.expected, outage.reason, window.until, services.check_interval
        )
        return services.composer.compose(query.range, window, snapshots, state, outage)
    snapshots = current_snapshots(state.latest, services.expected, window.until, services.check_interval)
    return services.composer.compose(query.range, window, snapshots, state)


def _standby(services: DashboardServices, reason: str) -> tuple[StoredState, Outage]:
    alerts = services.standby.open_alerts()
    state = StoredState(latest=services.snapshots.latest(), counts=count_alerts(alerts), recent=alerts)
    return state, outage_of(reason, alerts)


@app.get("/api/monitoring/dashboard")
def get_dashboard() -> Response[str]:
    """The route."""
    return json_response(200, run(services(), parse_query(app.current_event, DashboardQuery)))


@hang_up_afterwards
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """API Gateway."""
    return app.resolve(event, context)

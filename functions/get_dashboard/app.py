"""GET /api/monitoring/dashboard: state, history, alerts and costs at one look. It reads, it never checks."""

from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.bootstrap.dashboard_services import DashboardServices, dashboard_services
from pawpop_monitoring.bootstrap.database import hang_up_afterwards
from pawpop_monitoring.contracts.dashboard_response import DashboardQuery, DashboardResponse
from pawpop_monitoring.http.requests import parse_query
from pawpop_monitoring.http.resolver import api_resolver
from pawpop_monitoring.http.responses import json_response

logger = Logger()
app = api_resolver()
services = cache(dashboard_services)


def run(services: DashboardServices, query: DashboardQuery) -> DashboardResponse:
    """What is stored, or with `stale` what is known without the database."""
    return services.look(query.range)


@app.get("/api/monitoring/dashboard")
def get_dashboard() -> Response[str]:
    """The route."""
    return json_response(200, run(services(), parse_query(app.current_event, DashboardQuery)))


@hang_up_afterwards
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """API Gateway."""
    return app.resolve(event, context)

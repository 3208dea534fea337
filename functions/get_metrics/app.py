"""GET /api/monitoring/metrics: the present state for Prometheus."""

from functools import cache
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.bootstrap.database import hang_up_afterwards
from pawpop_monitoring.http.resolver import api_resolver
from pawpop_monitoring.http.responses import text_response

if TYPE_CHECKING:
    from pawpop_monitoring.bootstrap.dashboard_services import DashboardServices

logger = Logger()
app = api_resolver()


@cache
def services() -> "DashboardServices":
    """Those of this Lambda environment."""
    from pawpop_monitoring.bootstrap.dashboard_services import dashboard_services

    return dashboard_services()


def run(services: "DashboardServices") -> str:
    """The state in text format 0.0.4."""
    from pawpop_monitoring.telemetry.prometheus import render

    return render(services.look("24h"))


@app.get("/api/monitoring/metrics")
def get_metrics() -> Response[str]:
    """The route."""
    return text_response(run(services()), "text/plain; version=0.0.4; charset=utf-8")


@hang_up_afterwards
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """API Gateway."""
    return app.resolve(event, context)

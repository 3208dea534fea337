"""GET /api/monitoring/on-call: who is on call, and who is asked next."""

from functools import cache
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.http.resolver import api_resolver
from pawpop_monitoring.http.responses import json_response

if TYPE_CHECKING:
    from pawpop_monitoring.bootstrap.on_call_services import OnCallServices
    from pawpop_monitoring.contracts.on_call_response import OnCallResponse

logger = Logger()
app = api_resolver()


@cache
def services() -> "OnCallServices":
    """Those of this Lambda environment."""
    from pawpop_monitoring.bootstrap.on_call_services import on_call_services

    return on_call_services()


def run(services: "OnCallServices") -> "OnCallResponse":
    """As the settings have it at this moment."""
    from pawpop_monitoring.http.on_call_view import view_of

    return view_of(services.on_call, services.clock(), services.problems)


@app.get("/api/monitoring/on-call")
def get_on_call() -> Response[str]:
    """The route."""
    return json_response(200, run(services()))


@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """API Gateway."""
    return app.resolve(event, context)

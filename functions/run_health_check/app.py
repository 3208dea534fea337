"""POST /api/monitoring/health: runs one check, or all of them, now."""

from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.bootstrap.checks import check_runner
from pawpop_monitoring.bootstrap.database import hang_up_afterwards
from pawpop_monitoring.checks.runner import CheckRunner
from pawpop_monitoring.contracts.health_response import RunHealthCheckRequest, RunHealthCheckResponse, ServiceHealth
from pawpop_monitoring.domain.errors import InvalidRequestError
from pawpop_monitoring.http.audit import record_change
from pawpop_monitoring.http.requests import parse_body
from pawpop_monitoring.http.resolver import api_resolver
from pawpop_monitoring.http.responses import json_response

logger = Logger()
app = api_resolver()
runner = cache(check_runner)


def run(services: CheckRunner, request: RunHealthCheckRequest) -> RunHealthCheckResponse:
    """Run the check(s); an unknown service is refused with the names that would do."""
    if request.service is not None and request.service not in services.services:
        why = f": {request.service} is switched off" if request.service in services.off else ""
        raise InvalidRequestError(f"Invalid service name{why}", allowed=services.services)
    chosen = services.services if request.service is None else (request.service,)
    observations = services.run_all(chosen)
    return RunHealthCheckResponse(
        timestamp=services.clock(),
        services=tuple(ServiceHealth.observed(observation) for observation in observations),
        message=f"Health check completed for {', '.join(chosen)}{_left_out(services, request)}",
    )


def _left_out(services: CheckRunner, request: RunHealthCheckRequest) -> str:
    return f"; switched off: {', '.join(services.off)}" if services.off and request.service is None else ""


@app.post("/api/monitoring/health")
def run_health_check() -> Response[str]:
    """The route."""
    request = parse_body(app.current_event, RunHealthCheckRequest)
    answer = run(runner(), request)
    record_change(app.current_event, "check", request.service or "all")
    return json_response(200, answer)


@hang_up_afterwards
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """API Gateway."""
    return app.resolve(event, context)

"""POST /api/monitoring/alerts: an alert that a person or a script raises."""

import hashlib
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.bootstrap.api_services import AlertWriter, alert_writer
from pawpop_monitoring.bootstrap.database import hang_up_afterwards
from pawpop_monitoring.contracts.alert_requests import CreateAlertRequest
from pawpop_monitoring.contracts.alert_responses import AlertChangedResponse
from pawpop_monitoring.domain.bounded_json import CALLERS
from pawpop_monitoring.domain.errors import InvalidRequestError
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.rules import manual_rule
from pawpop_monitoring.http.audit import record_change
from pawpop_monitoring.http.requests import parse_body
from pawpop_monitoring.http.resolver import api_resolver
from pawpop_monitoring.http.responses import json_response

logger = Logger()
app = api_resolver()
services = cache(alert_writer)


def run(services: AlertWriter, request: CreateAlertRequest) -> AlertChangedResponse:
    """Open the alert; the same service and message again is one more occurrence of the open one."""
    if request.service not in services.known_services:
        raise InvalidRequestError(
            f"service: must be one of {', '.join(services.known_services)}", allowed=services.known_services
        )
    now = services.clock()
    alert = services.commands.create(_finding(request), now)
    return AlertChangedResponse.of("Alert created successfully", alert, now)


def _finding(request: CreateAlertRequest) -> Finding:
    return manual_rule(request.service).broken(
        request.severity,
        request.message,
        target=hashlib.sha256(request.message.encode()).hexdigest()[:12],
        evidence=request.evidence,
        bounds=CALLERS,
    )


@app.post("/api/monitoring/alerts")
def create_alert() -> Response[str]:
    """The route."""
    answer = run(services(), parse_body(app.current_event, CreateAlertRequest))
    record_change(app.current_event, "create", answer.alert.id)
    return json_response(201, answer)


@hang_up_afterwards
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """API Gateway."""
    return app.resolve(event, context)

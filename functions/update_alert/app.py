"""PATCH /api/monitoring/alerts: acknowledge, resolve or reopen an alert, or write a note on it."""

from datetime import datetime
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.alerting.apply.commands import AlertCommands
from pawpop_monitoring.alerting.decide.resolution import RESOLVED_BY_CHECK
from pawpop_monitoring.bootstrap.api_services import AlertWriter, alert_writer
from pawpop_monitoring.bootstrap.database import hang_up_afterwards
from pawpop_monitoring.contracts.alert_requests import UpdateAlertRequest
from pawpop_monitoring.contracts.alert_responses import AlertChangedResponse
from pawpop_monitoring.contracts.link_claims import LINK_ACTOR
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.errors import InvalidRequestError
from pawpop_monitoring.http.audit import record_change
from pawpop_monitoring.http.requests import caller_of, parse_body
from pawpop_monitoring.http.resolver import api_resolver
from pawpop_monitoring.http.responses import json_response

logger = Logger()
app = api_resolver()
services = cache(alert_writer)

_NOBODY = {RESOLVED_BY_CHECK, LINK_ACTOR}
_DONE = {"acknowledge": "acknowledged", "resolve": "resolved", "reopen": "reopened", "note": "noted"}


def run(services: AlertWriter, request: UpdateAlertRequest, caller: str) -> AlertChangedResponse:
    """Carry out the action; an unknown id and a forbidden move are raised as errors."""
    now = services.clock()
    if request.by in _NOBODY:
        raise InvalidRequestError(f"by: {request.by!r} is what the monitoring calls itself; give a person's name.")
    if request.action == "note" and request.note is None:
        raise InvalidRequestError("Missing required fields: note")
    alert = _act(services.commands, request, request.by or caller, now)
    if request.note is not None:
        services.commands.note(request.alert_id, request.note, request.by or caller, now)
    return AlertChangedResponse.of(f"Alert {_DONE[request.action]} successfully", alert, now)


def _act(commands: AlertCommands, request: UpdateAlertRequest, by: str, now: datetime) -> Alert:
    match request.action:
        case "acknowledge":
            return commands.acknowledge(request.alert_id, by, now)
        case "resolve":
            return commands.resolve(request.alert_id, by, now)
        case "reopen":
            return commands.reopen(request.alert_id, by, now)
        case "note":
            return commands.existing(request.alert_id)


@app.patch("/api/monitoring/alerts")
def update_alert() -> Response[str]:
    """The route."""
    request = parse_body(app.current_event, UpdateAlertRequest)
    answer = run(services(), request, caller_of(app.current_event))
    record_change(app.current_event, request.action, answer.alert.id, request.by)
    return json_response(200, answer)


@hang_up_afterwards
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """API Gateway."""
    return app.resolve(event, context)

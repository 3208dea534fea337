"""Silences and maintenance windows: GET and POST /api/monitoring/silences, DELETE /api/monitoring/silences/{id}."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import uuid4

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.alerting.apply.silence_commands import check_span
from pawpop_monitoring.bootstrap.silence_services import SilenceServices, silence_services
from pawpop_monitoring.contracts.silence_requests import (
    CreateSilenceRequest,
    ListSilencesResponse,
    SilenceChangedResponse,
)
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.errors import InvalidRequestError
from pawpop_monitoring.domain.silence import Silence
from pawpop_monitoring.domain.silence_target import SilenceTarget, check_target
from pawpop_monitoring.http.audit import record_change
from pawpop_monitoring.http.requests import caller_of, parse_body
from pawpop_monitoring.http.resolver import api_resolver
from pawpop_monitoring.http.responses import json_response

logger = Logger()
app = api_resolver()
services = cache(silence_services)

_LONGEST_OF_ALL = timedelta(hours=24)
_ALL_SILENCED = "Silence created successfully; nobody is told of any alert, critical ones included"
_WHICH = (
    'Say which alerts: service, rule or fingerprint. "all": true means every alert, critical ones included, '
    "for 24 hours at most"
)
_NOT_SO = "all: leave out service, rule and fingerprint, or all"


def show(services: SilenceServices) -> ListSilencesResponse:
    """All silences that are kept."""
    return ListSilencesResponse.of(services.silences.all(), services.clock())


def begin(services: SilenceServices, request: CreateSilenceRequest, caller: str) -> SilenceChangedResponse:
    """Keep a new silence, of alerts that there can be."""
    now = services.clock()
    asked = _silence(request, caller, now)
    check_span(asked, now)
    alerts = services.standby.open_alerts()
    silence = _of_known_names(asked, services, alerts, wants_all=request.all_alerts)
    services.silences.begin(silence, now)
    message = _ALL_SILENCED if request.all_alerts else "Silence created successfully"
    return SilenceChangedResponse.of(message, silence, now, _covered(silence, alerts))


def end(services: SilenceServices, silence_id: str) -> SilenceChangedResponse:
    """End a silence early."""
    now = services.clock()
    silence = services.silences.end(silence_id, now)
    covers = _covered(silence, services.standby.open_alerts())
    return SilenceChangedResponse.of("Silence ended successfully", silence, now, covers)


def _silence(request: CreateSilenceRequest, caller: str, now: datetime) -> Silence:
    starts_at = request.starts_at or now
    return Silence(
        id=f"silence_{uuid4().hex[:20]}",
        service=request.service,
        rule=request.rule,
        fingerprint=request.fingerprint,
        starts_at=starts_at,
        ends_at=request.ends_at or _after(starts_at, request.minutes or 0),
        reason=request.reason,
        created_by=caller,
        created_at=now,
    )


def _after(moment: datetime, minutes: int) -> datetime:
    try:
        return moment + timedelta(minutes=minutes)
    except OverflowError:
        raise InvalidRequestError("startsAt: must lie within a year from now") from None


def _of_known_names(
    silence: Silence, services: SilenceServices, alerts: Sequence[Alert], *, wants_all: bool
) -> Silence:
    target = SilenceTarget(silence.service, silence.rule, silence.fingerprint).written_out()
    if target.is_all != wants_all:
        raise InvalidRequestError(_NOT_SO if wants_all else _WHICH)
    if wants_all and silence.ends_at - silence.starts_at > _LONGEST_OF_ALL:
        raise InvalidRequestError("endsAt: a silence of all alerts may last 24 hours at most")
    check_target(target, services.known_services, alerts)
    return replace(silence, service=target.service, rule=target.rule, fingerprint=target.fingerprint)


def _covered(silence: Silence, alerts: Sequence[Alert]) -> int:
    return sum(silence.covers(alert.service, alert.rule, alert.fingerprint) for alert in alerts)


@app.get("/api/monitoring/silences")
def list_silences() -> Response[str]:
    """The route."""
    return json_response(200, show(services()))


@app.post("/api/monitoring/silences")
def create_silence() -> Response[str]:
    """The route."""
    request = parse_body(app.current_event, CreateSilenceRequest)
    answer = begin(services(), request, caller_of(app.current_event))
    record_change(app.current_event, "silence", answer.silence.id)
    return json_response(201, answer)


@app.delete("/api/monitoring/silences/<silence_id>")
def end_silence(silence_id: str) -> Response[str]:
    """The route."""
    answer = end(services(), silence_id)
    record_change(app.current_event, "end silence", answer.silence.id)
    return json_response(200, answer)


@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """API Gateway."""
    return app.resolve(event, context)

"""Silences and maintenance windows: GET and POST /api/monitoring/silences, DELETE /api/monitoring/silences/{id}."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import uuid4

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.bootstrap.silence_services import SilenceServices, silence_services
from pawpop_monitoring.contracts.silence_requests import (
    CreateSilenceRequest,
    ListSilencesResponse,
    SilenceChangedResponse,
)
from pawpop_monitoring.domain.silence import Silence
from pawpop_monitoring.http.audit import record_change
from pawpop_monitoring.http.requests import caller_of, parse_body
from pawpop_monitoring.http.resolver import api_resolver
from pawpop_monitoring.http.responses import json_response

logger = Logger()
app = api_resolver()
services = cache(silence_services)


def show(services: SilenceServices) -> ListSilencesResponse:
    """All silences that are kept."""
    return ListSilencesResponse.of(services.silences.all(), services.clock())


def begin(services: SilenceServices, request: CreateSilenceRequest, caller: str) -> SilenceChangedResponse:
    """Keep a new silence."""
    now = services.clock()
    silence = services.silences.begin(_silence(request, caller, now), now)
    return SilenceChangedResponse.of("Silence created successfully", silence, now)


def end(services: SilenceServices, silence_id: str) -> SilenceChangedResponse:
    """End a silence early."""
    now = services.clock()
    return SilenceChangedResponse.of("Silence ended successfully", services.silences.end(silence_id, now), now)


def _silence(request: CreateSilenceRequest, caller: str, now: datetime) -> Silence:
    starts_at = request.starts_at or now
    return Silence(
        id=f"silence_{uuid4().hex[:20]}",
        service=request.service,
        rule=request.rule,
        fingerprint=request.fingerprint,
        starts_at=starts_at,
        ends_at=request.ends_at or starts_at + timedelta(minutes=request.minutes or 0),
        reason=request.reason,
        created_by=caller,
        created_at=now,
    )


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

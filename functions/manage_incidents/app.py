"""What the public is told of incidents: GET and POST /api/monitoring/incidents, PATCH /api/monitoring/incidents/{id}.

Nothing is published by itself: alerts become drafts, and a person's call makes one public.
"""

import hashlib
from collections.abc import Sequence
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.bootstrap.database import hang_up_afterwards
from pawpop_monitoring.bootstrap.incident_services import IncidentServices, incident_services
from pawpop_monitoring.contracts.incident_requests import (
    IncidentChangedResponse,
    IncidentView,
    ListIncidentsResponse,
    PublishIncidentRequest,
    UpdateIncidentRequest,
)
from pawpop_monitoring.domain.errors import (
    ConflictError,
    InvalidRequestError,
    NotFoundError,
    StoreUnavailableError,
)
from pawpop_monitoring.domain.incident_draft import drafts_of
from pawpop_monitoring.domain.public_incident import Incident, IncidentUpdate
from pawpop_monitoring.http.audit import record_change
from pawpop_monitoring.http.requests import parse_body
from pawpop_monitoring.http.resolver import api_resolver
from pawpop_monitoring.http.responses import json_response

logger = Logger()
app = api_resolver()
services = cache(incident_services)


def show(services: IncidentServices) -> ListIncidentsResponse:
    """All that are kept, and drafts for what is not told yet."""
    incidents = services.store.incidents()
    drafts = drafts_of(services.standby.open_alerts(), incidents, services.components)
    return ListIncidentsResponse.of(incidents, drafts, services.clock())


def publish(services: IncidentServices, request: PublishIncidentRequest) -> IncidentChangedResponse:
    """Tell the public of a new incident; the same one again changes nothing, nor does it beside another's at once.

    NotFoundError if it is of an alert that does not exist. An alert that can't be looked up is believed: with the
    database down the public must hear all the same, and the id is only how drafts find what was published.
    """
    try:
        return _publish(services, request)
    except ConflictError:
        return _publish(services, request)


def _publish(services: IncidentServices, request: PublishIncidentRequest) -> IncidentChangedResponse:
    known = [component.slug for component in services.components]
    if unknown := [slug for slug in request.components if slug not in known]:
        raise InvalidRequestError(f"components: must be some of {', '.join(known)}, not {', '.join(unknown)}")
    now, incidents = services.clock(), services.store.incidents()
    for told in (each for each in incidents if each.is_open):
        if (told.title, told.updates[0].text, told.alert_id) == (request.title, request.text, request.alert_id):
            return _changed("Incident was published before", told, services)
        if request.alert_id is not None and told.alert_id == request.alert_id:
            raise ConflictError(f"This alert is published already, as {told.id}; add a note to that.")
    if request.alert_id is not None and not _may_exist(services, request.alert_id):
        raise NotFoundError(
            f"There is no alert with the id {request.alert_id!r}. Give one of GET /alerts, or leave alertId out."
        )
    incident = Incident(
        id=_id_of(request, incidents),
        title=request.title,
        impact=request.impact,
        components=tuple(dict.fromkeys(request.components)),
        updates=(IncidentUpdate(now, request.stage, request.text),),
        alert_id=request.alert_id,
    )
    services.store.put_incident(incident, None)
    _mail(services)
    return _changed("Incident published successfully", incident, services)


def _may_exist(services: IncidentServices, alert_id: str) -> bool:
    """False only if both stores answer and neither knows the alert; what leaves the standby store is in Postgres."""
    try:
        known = any(entry.alert.id == alert_id for entry in services.standby.entries())
        return known or services.stored_alert(alert_id) is not None
    except StoreUnavailableError as error:
        logger.warning("alert %s is not looked up: %s", alert_id, error)
        return True


def update(services: IncidentServices, incident_id: str, request: UpdateIncidentRequest) -> IncidentChangedResponse:
    """Add a note; the same one again changes nothing."""
    before = next((each for each in services.store.incidents() if each.id == incident_id), None)
    if before is None:
        raise NotFoundError(f"There is no incident {incident_id!r}.")
    incident = before.with_update(IncidentUpdate(services.clock(), request.stage, request.text))
    if incident is not before:
        services.store.put_incident(incident, before)
        _mail(services)
    return _changed("Incident updated successfully", incident, services)


def _mail(services: IncidentServices) -> None:
    """Let subscribers be told; the page tells it already, so that a failure takes nothing back."""
    try:
        services.changed()
    except StoreUnavailableError as error:
        logger.error("subscribers are not told: %s", error)  # noqa: TRY400


def _id_of(request: PublishIncidentRequest, told: Sequence[Incident]) -> str:
    """The same for all who publish this at once, of whom the store then takes one; another one once that is over."""
    about = request.alert_id or f"{request.title}\n{request.text}"
    before = sorted(each.id for each in told if about in {each.alert_id, f"{each.title}\n{each.updates[0].text}"})
    digest = hashlib.sha256("\n".join([about, *before]).encode()).hexdigest()
    return f"incident_{digest[:16]}"


def _changed(message: str, incident: Incident, services: IncidentServices) -> IncidentChangedResponse:
    return IncidentChangedResponse(timestamp=services.clock(), message=message, incident=IncidentView.of(incident))


@app.get("/api/monitoring/incidents")
def list_incidents() -> Response[str]:
    """The route."""
    return json_response(200, show(services()))


@app.post("/api/monitoring/incidents")
def publish_incident() -> Response[str]:
    """The route."""
    answer = publish(services(), parse_body(app.current_event, PublishIncidentRequest))
    record_change(app.current_event, "publish incident", answer.incident.id)
    return json_response(201, answer)


@app.patch("/api/monitoring/incidents/<incident_id>")
def update_incident(incident_id: str) -> Response[str]:
    """The route."""
    answer = update(services(), incident_id, parse_body(app.current_event, UpdateIncidentRequest))
    record_change(app.current_event, "update incident", answer.incident.id)
    return json_response(200, answer)


@hang_up_afterwards
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """API Gateway."""
    return app.resolve(event, context)

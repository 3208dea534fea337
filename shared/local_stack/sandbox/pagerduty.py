"""PagerDuty's Events API v2, with its rules of state: https://developer.pagerduty.com/docs/events-api-v2-overview.

`/pagerduty/v2/enqueue` takes events, `/pagerduty/incidents` shows what rings, `/pagerduty/dropped` what it swallowed.
`POST /pagerduty/act {id, action, user, note}` is what a person does there, `PUT /pagerduty/subscription {url, secret}`
says who hears of it over webhooks.
"""

import json
import threading
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from local_stack.sandbox.channel_provider import ChannelProvider
from local_stack.sandbox.kept import Kept
from local_stack.sandbox.limiter import Limiter
from local_stack.sandbox.pagerduty_page import render
from local_stack.sandbox.pagerduty_webhooks import INTEGRATION, Subscription, person
from local_stack.sandbox.wire import Json, Pause, Request, Response

INTEGRATION_KEY = "5a" * 16
"""Of whoever sends to the sandbox; any other of that length is taken as well."""
MAX_BYTES = 512 * 1024
MAX_KEY, MAX_SUMMARY, ROUTING_KEY = 255, 1024, 32
SEVERITIES = ("critical", "error", "warning", "info")
ACTIONS = ("trigger", "acknowledge", "resolve")
EVENTS_A_MINUTE = 120
DEEDS = {
    "acknowledge": "acknowledged",
    "unacknowledge": "unacknowledged",
    "resolve": "resolved",
    "reopen": "reopened",
    "annotate": "annotated",
}
"""What a person may do, and the webhook's word for it."""
_FROM: dict[str, tuple[str, ...]] = {
    "acknowledged": ("triggered",),
    "unacknowledged": ("acknowledged",),
    "resolved": ("triggered", "acknowledged"),
    "reopened": ("resolved",),
    "annotated": ("triggered", "acknowledged", "resolved"),
}
_BECOMES = {
    "acknowledged": "acknowledged",
    "unacknowledged": "triggered",
    "resolved": "resolved",
    "reopened": "triggered",
}
_VARIES = {"Vary": "Accept"}
_HTML = {"Content-Type": "text/html; charset=utf-8", **_VARIES}
_STATUS = {400: "invalid event", 429: "throttle exceeded"}


def fault_body(status: int) -> Json:
    """The body that PagerDuty sends with this status."""
    return {"status": _STATUS.get(status, "error"), "message": "Injected by the sandbox.", "errors": []}


@dataclass
class Incident:
    """One life of a key; `events` are the actions that it took, oldest first."""

    routing_key: str
    dedup_key: str
    id: str = ""
    status: str = "triggered"
    severity: str = ""
    summary: str = ""
    custom_details: Any = None
    events: list[Json] = field(default_factory=list)

    def told(self) -> Json:
        """As a webhook has it."""
        return {"id": self.id, "incident_key": self.dedup_key, "status": self.status, "title": self.summary}


class PagerDuty:
    """One account: whatever routing key of 32 letters and digits is used belongs to a service of its own."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._limiter = Limiter(now, EVENTS_A_MINUTE, timedelta(minutes=1))
        self._incidents: list[Incident] = []
        self._dropped = Kept("dropped")
        self.subscription = Subscription(now)
        self._count = 0

    def control(self, request: Request) -> Response | None:
        """What people see in PagerDuty, which no fault touches."""
        match request.route:
            case "GET /incidents" | "GET /_incidents":
                with self._lock:
                    shown = [asdict(incident) for incident in self._incidents]
                return Response(200, render(shown), _HTML) if request.prefers_html() else Response(200, shown, _VARIES)
            case "PUT /subscription":
                given = _object(request)
                self.subscription.url, self.subscription.secret = str(given.get("url")), str(given.get("secret"))
                return Response(204)
            case "POST /act":
                return self._acted(_object(request))
            case "DELETE /incidents" | "DELETE /_incidents":
                with self._lock:
                    self._incidents.clear()
                self._limiter.forget()
                return Response(204)
        return self._dropped.control(request)

    def __call__(self, request: Request, pause: Pause) -> Response:
        if request.route != "POST /v2/enqueue":
            return Response(404, {"status": "not found", "message": "Not Found"})
        if len(request.body) > MAX_BYTES:
            return Response(413, {"status": "payload too large", "message": "Payload is larger than 512 KB"})
        try:
            event = json.loads(request.body)
        except ValueError:
            return _invalid("JSON cannot be parsed")
        if errors := _errors(event):
            return _invalid(*errors)
        if self._limiter.wait(event["routing_key"]) is not None:
            said = "Requests for this service are sending too quickly"
            return Response(429, {"status": "throttle exceeded", "message": said, "errors": ["Throttle exceeded"]})
        key = event.get("dedup_key") or uuid.uuid4().hex
        with self._lock:
            told = self._take(event, key)
        if told is not None:
            self.subscription.tell_later(told)
        pause()
        return Response(202, {"status": "success", "message": "Event processed", "dedup_key": key})

    def act(self, given: dict[str, Any]) -> Json | None:
        """What a person does to an incident, by its id, or by its key the last of that; None if it can't be done."""
        wanted, action = str(given.get("id") or given.get("dedup_key")), str(given.get("action"))
        kind = DEEDS.get(action)
        with self._lock:
            found = [each for each in self._incidents if wanted in (each.id, each.dedup_key)]
            incident = found[-1] if found else None
            if incident is None or kind is None or (incident.status not in _FROM[kind]):
                return None
            if kind == "reopened" and self._open(incident.routing_key, incident.dedup_key):
                return None  # a key is that of one open incident
            incident.status = _BECOMES.get(kind, incident.status)
            note = str(given.get("note") or "")
            by = person(given)
            incident.events.append({"event_action": action, "at": self._moment(), "by": by["summary"]})
            return self.subscription.payload(kind, incident.told(), by, note)

    def _acted(self, given: dict[str, Any]) -> Response:
        payload = self.act(given)
        if payload is None:
            return Response(404, {"error": "There is no such incident, or that can't be done to it now."})
        return Response(200, self.subscription.told(payload))

    def _take(self, event: Json, key: str) -> Json | None:
        """What a subscription hears of it."""
        action, incident = event["event_action"], self._open(event["routing_key"], key)
        if incident is None and action != "trigger":
            # Answered with 202 all the same: nobody is told that there was nothing to end.
            self._dropped.add("dropped", {"dedup_key": key, "event_action": action, "at": self._moment()})
            return None
        before = "" if incident is None else incident.status
        if incident is None:
            self._count += 1
            incident = Incident(event["routing_key"], key, id=f"Q{self._count:013}")
            self._incidents.append(incident)
        incident.events.append({"event_action": action, "at": self._moment()})
        if action == "trigger":
            payload = event["payload"]
            incident.severity, incident.summary = payload["severity"], payload["summary"]
            incident.custom_details = payload.get("custom_details")
        else:
            incident.status = f"{action}d" if action == "acknowledge" else "resolved"
        if incident.status == before:
            return None
        return self.subscription.payload(incident.status, incident.told(), INTEGRATION)

    def _open(self, routing_key: str, key: str) -> Incident | None:
        for incident in self._incidents:
            if (incident.routing_key, incident.dedup_key) == (routing_key, key) and incident.status != "resolved":
                return incident
        return None

    def _moment(self) -> str:
        return self._now().isoformat(timespec="milliseconds")


def _object(request: Request) -> dict[str, Any]:
    given = json.loads(request.body or b"{}")
    return given if isinstance(given, dict) else {}


def _invalid(*errors: str) -> Response:
    return Response(400, {"status": "invalid event", "message": "Event object is invalid", "errors": list(errors)})


def _errors(event: Any) -> list[str]:
    if not isinstance(event, dict):
        return ["Event is not an object"]
    errors = []
    routing_key, action, key = (event.get(name) for name in ("routing_key", "event_action", "dedup_key"))
    if not isinstance(routing_key, str) or len(routing_key) != ROUTING_KEY:
        errors.append("Length of 'routing_key' is incorrect (should be 32 characters)")
    if action not in ACTIONS:
        errors.append("'event_action' is missing or invalid (must be one of trigger, acknowledge, resolve)")
    if key is not None and (not isinstance(key, str) or len(key) > MAX_KEY):
        errors.append("'dedup_key' is too long (maximum is 255 characters)")
    if not key and action in ACTIONS[1:]:
        errors.append("'dedup_key' is missing or blank")
    return errors + (_payload_errors(event) if action == "trigger" else [])


def _payload_errors(event: Json) -> list[str]:
    payload = event.get("payload")
    if not isinstance(payload, dict):
        return ["'payload' is missing or blank"]
    errors = [
        f"'payload.{name}' is missing or blank" for name in ("summary", "source", "severity") if not payload.get(name)
    ]
    if len(str(payload.get("summary") or "")) > MAX_SUMMARY:
        errors.append("'payload.summary' is too long (maximum is 1024 characters)")
    if payload.get("severity") and payload["severity"] not in SEVERITIES:
        errors.append(f"'payload.severity' is invalid (must be one of the following: {', '.join(SEVERITIES)})")
    return errors


PLAYED = ChannelProvider(
    name="pagerduty",
    make=PagerDuty,
    setting=lambda _url: INTEGRATION_KEY,
    fault_body=fault_body,
)

"""New Relic's event API, which says yes before it reads: https://docs.newrelic.com/docs/data-apis/ingest-apis/event-api/.

`/new-relic/events` shows what it could read, `/new-relic/errors` what it answered with success and could not. Metrics
come over OTLP, to `/new-relic/v1/metrics`, and are shown at `/new-relic/metrics`.
"""

import json
import re
import uuid
from typing import Any

from local_stack.sandbox.channel_provider import ChannelProvider
from local_stack.sandbox.kept import Kept
from local_stack.sandbox.otlp import Otlp
from local_stack.sandbox.wire import Json, Pause, Request, Response, UnreadableError

MAX_PAYLOAD, MAX_DECOMPRESSED = 1_000_000, 10_000_000
MAX_ATTRIBUTES, MAX_NAME, MAX_VALUE = 254, 255, 4096
_PATH = re.compile(r"/v1/accounts/(\d+)/events")
_KEY = re.compile(r"[!-~]{32,64}")


def fault_body(status: int) -> Json:
    """The body that New Relic sends with this status."""
    return {"error": f"Injected by the sandbox ({status})."}


class NewRelic:
    """Every account exists, and its licence keys are those that look like one."""

    def __init__(self) -> None:
        self._kept = Kept("events", "errors")
        self._otlp = Otlp()

    def control(self, request: Request) -> Response | None:
        """What became of what was sent."""
        return self._otlp.control(request) if request.path == "/metrics" else self._kept.control(request)

    def __call__(self, request: Request, pause: Pause) -> Response:
        of_otlp = request.route == "POST /v1/metrics"
        if not of_otlp and (request.method != "POST" or not _PATH.fullmatch(request.path)):
            return Response(404, {"error": "Not found"})
        if not _KEY.fullmatch(request.headers.get("api-key", "")):
            return Response(403, {"error": "Missing or invalid license key"})
        if of_otlp:
            return self._otlp(request, pause)
        if len(request.body) > MAX_PAYLOAD:
            return Response(413, {"error": "Payload too large"})
        identity = str(uuid.uuid4())
        # What can't be read shows up later only, as an event of the type NrIntegrationError.
        try:
            self._kept.add("events", *_events(request))
        except ValueError as error:
            self._kept.add("errors", {"requestUuid": identity, "message": str(error)})
        pause()
        return Response(200, {"success": True, "uuid": identity})


def _events(request: Request) -> list[Json]:
    try:
        given = json.loads(request.content(MAX_DECOMPRESSED))
    except UnreadableError as error:
        raise ValueError(str(error)) from error
    except ValueError:
        raise ValueError("Error unmarshalling event data") from None
    events = given if isinstance(given, list) else [given]
    for event in events:
        if (wrong := _error(event)) is not None:
            raise ValueError(wrong)
    return events


def _error(event: Any) -> str | None:
    if not isinstance(event, dict):
        return "An event is no object"
    if not isinstance(event.get("eventType"), str) or not re.fullmatch(r"[\w:. -]{1,255}", event["eventType"]):
        return "eventType is missing or invalid"
    if len(event) > MAX_ATTRIBUTES + 1:
        return "Too many attributes"
    errors = (_attribute_error(name, value) for name, value in event.items())
    return next((error for error in errors if error is not None), None)


def _attribute_error(name: str, value: object) -> str | None:
    if len(name) > MAX_NAME:
        return "The name of an attribute is too long"
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return f"The value of {name} is neither a number nor a string"
    return f"The value of {name} is longer than 4 KB" if len(str(value).encode()) > MAX_VALUE else None


PLAYED = ChannelProvider(
    name="new-relic",
    make=lambda _now: NewRelic(),
    setting=lambda _url: f"1234567 {'e1' * 20}",
    fault_body=fault_body,
    takes_numbers=True,
)

"""A collector of OpenTelemetry, OTLP over HTTP with JSON: https://opentelemetry.io/docs/specs/otlp/.

`/otlp/v1/logs` and `/otlp/v1/metrics` take signals, `/otlp/logs` and `/otlp/metrics` show what was taken.
"""

import json
from typing import Any

from local_stack.sandbox import otlp_logs, otlp_metrics
from local_stack.sandbox.channel_provider import ChannelProvider
from local_stack.sandbox.kept import Kept
from local_stack.sandbox.otlp_json import InvalidError, keys_in_camel_case
from local_stack.sandbox.wire import Json, Pause, Request, Response, UnreadableError

MAX_DECOMPRESSED = 20 * 1024 * 1024
_SIGNALS = {
    "POST /v1/logs": ("logs", otlp_logs.read, "rejectedLogRecords"),
    "POST /v1/metrics": ("metrics", otlp_metrics.read, "rejectedDataPoints"),
}
_INVALID_ARGUMENT, _UNKNOWN, _UNAVAILABLE, _EXHAUSTED, _UNAUTHENTICATED = 3, 2, 14, 8, 16
_CODES = {400: _INVALID_ARGUMENT, 401: _UNAUTHENTICATED, 429: _EXHAUSTED, 503: _UNAVAILABLE}


def fault_body(status: int) -> Json:
    """The body, a google.rpc.Status, that a collector sends with this status."""
    return {"code": _CODES.get(status, _UNKNOWN), "message": "Injected by the sandbox."}


def is_refusal(body: object) -> bool:
    """True for an answer of success that says that something was rejected."""
    partial = body.get("partialSuccess") if isinstance(body, dict) else None
    return isinstance(partial, dict) and any(str(partial.get(name) or "0") != "0" for _, _, name in _SIGNALS.values())


class Otlp:
    """Takes what is valid; of what is only partly so, the rest."""

    def __init__(self) -> None:
        self._kept = Kept("logs", "metrics")

    def control(self, request: Request) -> Response | None:
        """The records and metrics that were taken."""
        return self._kept.control(request)

    def __call__(self, request: Request, pause: Pause) -> Response:
        if request.route not in _SIGNALS:
            return _status(404, "Not found")
        if request.headers.get("content-type", "").partition(";")[0].strip() != "application/json":
            return _status(415, "Only application/json is taken here")
        name, read, counted_as = _SIGNALS[request.route]
        try:
            given: Any = json.loads(request.content(MAX_DECOMPRESSED))
            keys_in_camel_case(given)
            taken, rejected = read(given)
        except UnreadableError as error:
            return _status(413 if error.too_large else 400, str(error))
        except InvalidError as error:
            return _status(400, str(error))
        except ValueError:
            return _status(400, "The body is no JSON")
        self._kept.add(name, *taken)
        pause()
        partial = {"partialSuccess": {counted_as: str(rejected), "errorMessage": "no time"}} if rejected else {}
        return Response(200, partial)


def _status(status: int, message: str) -> Response:
    return Response(status, {"code": _CODES.get(status, _UNKNOWN), "message": message})


PLAYED = ChannelProvider(
    name="otlp",
    make=lambda _now: Otlp(),
    setting=lambda url: f"{url}/otlp api-key=sandbox",
    fault_body=fault_body,
    takes_numbers=True,
    is_refusal=is_refusal,
)

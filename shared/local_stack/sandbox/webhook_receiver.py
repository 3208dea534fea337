"""Somebody who receives webhooks and does as https://www.standardwebhooks.com asks: verifies, and takes each id once.

Any path under `/webhook` takes them, `/webhook/events` shows what came, each id once with how often.
"""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

from local_stack.sandbox.channel_provider import ChannelProvider
from local_stack.sandbox.wire import Json, Pause, Request, Response

SECRET = "whsec_" + base64.b64encode(b"sandbox of PawPop Monitoring").decode()
"""What the receiver and those who send to it have agreed on."""
TOLERANCE_SECONDS = 300
_HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")


def fault_body(status: int) -> Json:
    """The body that a receiver might send with this status."""
    return {"error": f"Injected by the sandbox ({status})."}


class WebhookReceiver:
    """Takes what is signed with `SECRET`."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._events: dict[tuple[str, str], Json] = {}

    def control(self, request: Request) -> Response | None:
        """The events as the receiver has them; `differs` if an id came with another body."""
        match request.route:
            case "GET /events":
                with self._lock:
                    return Response(200, list(self._events.values()))
            case "DELETE /events":
                with self._lock:
                    self._events.clear()
                return Response(204)
        return None

    def __call__(self, request: Request, pause: Pause) -> Response:
        if request.method != "POST":
            return Response(405, {"error": "Only POST is taken."})
        if (error := self._error(request)) is not None:
            return Response(401, {"error": error})
        try:
            body = json.loads(request.body)
        except ValueError:
            return Response(400, {"error": "The body is no JSON."})
        self._take(request, body)
        pause()
        return Response(204)

    def _take(self, request: Request, body: Any) -> None:
        identity = request.headers["webhook-id"]
        with self._lock:
            known = self._events.setdefault(
                (request.path, identity),
                {"id": identity, "path": request.path, "count": 0, "differs": False, "body": body},
            )
            known["count"] += 1
            known["differs"] = known["differs"] or known["body"] != body

    def _error(self, request: Request) -> str | None:
        identity, timestamp, signatures = (request.headers.get(name, "") for name in _HEADERS)
        if not (identity and timestamp and signatures):
            return "Missing required headers"
        if not (timestamp.isascii() and timestamp.isdecimal()):
            return "Invalid timestamp"
        age = self._now().timestamp() - int(timestamp)
        if abs(age) > TOLERANCE_SECONDS:
            return "Message timestamp too old" if age > 0 else "Message timestamp too new"
        expected = f"v1,{_signature(identity, timestamp, request.body)}"
        given = signatures.split()
        return None if any(_same(each, expected) for each in given) else "No matching signature found"


def _same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(), expected.encode())


def _signature(identity: str, timestamp: str, body: bytes) -> str:
    key = base64.b64decode(SECRET.removeprefix("whsec_"))
    return base64.b64encode(hmac.digest(key, f"{identity}.{timestamp}.".encode() + body, hashlib.sha256)).decode()


PLAYED = ChannelProvider(
    name="webhook",
    make=WebhookReceiver,
    setting=lambda url: f"shop {url}/webhook/shop {SECRET}",
    fault_body=fault_body,
)

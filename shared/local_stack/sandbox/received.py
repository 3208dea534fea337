"""What channels were sent, as `GET /_received/<channel>` answers it."""

import json
import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

from local_stack.sandbox.wire import Json, Request, Response, UnreadableError

_MOST_BYTES = 20 * 1024 * 1024


class Received:
    """Accepted requests by channel, oldest first. Safe to use from several threads."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._requests: dict[str, list[Json]] = {}

    def note(self, channel: str, request: Request) -> None:
        """Keep what was posted; looking is no message."""
        if request.method == "GET":
            return
        kept = {
            "received_at": self._now().isoformat(timespec="milliseconds"),
            "method": request.method,
            "path": request.path,
            "headers": dict(request.headers),
            "body": _content(request),
        }
        with self._lock:
            self._requests.setdefault(channel, []).append(kept)

    def control(self, request: Request) -> Response:
        """`GET` and `DELETE` of one channel."""
        channel = request.path.strip("/")
        with self._lock:
            if request.method == "DELETE":
                self._requests.pop(channel, None)
                return Response(204)
            return Response(200, list(self._requests.get(channel, ())))


def _content(request: Request) -> Any:
    """JSON as it is, anything else as text; decoded if it can be."""
    try:
        body = request.content(_MOST_BYTES)
    except UnreadableError:
        body = request.body
    try:
        return json.loads(body)
    except ValueError:
        return body.decode(errors="replace")

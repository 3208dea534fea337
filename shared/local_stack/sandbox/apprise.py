"""The services that Apprise sends to: a JSON webhook, https://appriseit.com/services/json/, and some chats.

Any path under `/apprise` takes webhooks; what is under the host of a service, such as `/apprise/discord.com/...`, is
taken and refused as that one does. `/apprise/messages` shows what came.
"""

import json
from urllib.parse import urlsplit

from local_stack.sandbox.apprise_services import SERVICES
from local_stack.sandbox.channel_provider import ChannelProvider
from local_stack.sandbox.kept import Kept
from local_stack.sandbox.wire import Json, Pause, Request, Response

TYPES = ("info", "success", "warning", "failure")
MAX_MESSAGE = 32_768


def fault_body(status: int) -> Json:
    """The body that a receiver might send with this status."""
    return {"error": f"Injected by the sandbox ({status})."}


class Apprise:
    """Takes messages of a title, a text and a type."""

    def __init__(self) -> None:
        self._kept = Kept("messages")

    def control(self, request: Request) -> Response | None:
        """The messages."""
        return self._kept.control(request)

    def __call__(self, request: Request, pause: Pause) -> Response:
        if request.method != "POST":
            return Response(405, {"error": "Only POST is taken."})
        host = request.path.split("/")[1]
        if host in SERVICES:
            return self._chat(host, request.under(f"/{host}"), pause)
        try:
            given = json.loads(request.body)
        except ValueError:
            return Response(400, {"error": "The body is no JSON."})
        text = given.get("message") if isinstance(given, dict) else None
        if not isinstance(text, str) or given.get("type") not in TYPES:
            return Response(400, {"error": "A message and its type are needed."})
        if len(text) > MAX_MESSAGE:
            return Response(413, {"error": "The message is too long."})
        self._kept.add("messages", {name: given.get(name) for name in ("title", "message", "type", "version")})
        pause()
        return Response(200, {"ok": True})

    def _chat(self, host: str, request: Request, pause: Pause) -> Response:
        taken = SERVICES[host].take(request)
        if isinstance(taken, Response):
            return taken
        self._kept.add("messages", {"title": taken.title, "message": taken.message, "service": host})
        pause()
        return Response(200, SERVICES[host].done)


PLAYED = ChannelProvider(
    name="apprise",
    make=lambda _now: Apprise(),
    setting=lambda url: f"phone json://{urlsplit(url).netloc}/apprise/phone",
    fault_body=fault_body,
)

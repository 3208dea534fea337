"""Pressing a button, or typing a command, as Slack tells an app of it: signed, and with three seconds to answer."""

import hashlib
import hmac
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from local_stack.sandbox.slack_messages import Message, Messages
from local_stack.sandbox.wire import Json, Pause, Request, Response

_SECONDS = 3.0
_USES = 5
_ALIVE_SECONDS = 1800
_TEAM = {"id": "T0SANDBOX", "domain": "sandbox"}


@dataclass
class _ResponseUrl:
    channel: str
    thread_ts: str | None
    user: str
    made_at: datetime
    used: int = 0


class SlackApp:
    """The app to which the workspace's buttons belong: where it listens, and the secret that it shares with Slack."""

    def __init__(self, messages: Messages, now: Callable[[], datetime]) -> None:
        self._messages = messages
        self._now = now
        self._settings: dict[str, str] = {"request_url": "", "signing_secret": ""}
        self._urls: dict[str, _ResponseUrl] = {}

    def control(self, request: Request) -> Response | None:
        """None for Slack's own routes."""
        match request.route:
            case "PUT /app":
                self._settings |= {name: str(value) for name, value in _object(request).items()}
                return Response(204)
            case "GET /app":
                return Response(200, {"request_url": self._settings["request_url"]})
            case "POST /press":
                return self._press(request, _object(request))
            case "POST /command":
                return self._command(request, _object(request))
        return None

    def respond(self, request: Request, pause: Pause) -> Response:
        """What the app answers to a press: seen by whoever pressed, five times within half an hour."""
        name = request.path.removeprefix("/response/")
        url = self._urls.get(name)
        if url is None or (self._now() - url.made_at).total_seconds() > _ALIVE_SECONDS:
            return Response(404, "expired_url")
        if url.used >= _USES:
            return Response(404, "used_url")
        url.used += 1
        given = _object(request)
        hidden = given.get("response_type", "ephemeral") == "ephemeral"
        self._messages.add(
            url.channel,
            {
                "text": str(given.get("text") or ""),
                "blocks": given.get("blocks") or [],
                "attachments": [],
                "thread_ts": url.thread_ts,
                "only_for": url.user if hidden else None,
            },
        )
        pause()
        return Response(200, "ok")

    def _press(self, request: Request, given: dict[str, Any]) -> Response:
        message = self._messages.find(str(given.get("ts")))
        button = _button(message, str(given.get("action_id"))) if message else None
        if message is None or button is None:
            return Response(404, {"error": "There is no such button. Name the ts of a message and an action_id."})
        user = _user(given)
        pressed = {name: button[name] for name in ("action_id", "value", "url") if name in button}
        payload: Json = {
            "type": "block_actions",
            "user": {**user, "username": user["name"], "team_id": _TEAM["id"]},
            "team": _TEAM,
            "channel": {"id": message.channel, "name": "alerts"},
            "container": {"type": "message", "message_ts": message.ts, "channel_id": message.channel},
            "message": {"ts": message.ts, "text": message.text},
            "actions": [{"type": "button", "block_id": "alert_actions", "action_ts": self._moment()} | pressed],
            "response_url": self._response_url(request, message.channel, message.thread_ts or message.ts, user["id"]),
            "trigger_id": "1.2.3",
        }
        return self._tell(given, {"payload": json.dumps(payload)})

    def _command(self, request: Request, given: dict[str, Any]) -> Response:
        user, channel = _user(given), str(given.get("channel") or "C0ALERTS")
        form = {
            "command": str(given.get("command") or "/pawpop"),
            "text": str(given.get("text") or ""),
            "user_id": user["id"],
            "user_name": user["name"],
            "team_id": _TEAM["id"],
            "channel_id": channel,
            "response_url": self._response_url(request, channel, None, user["id"]),
            "trigger_id": "1.2.3",
        }
        return self._tell(given, form)

    def _response_url(self, request: Request, channel: str, thread_ts: str | None, user: str) -> str:
        name = f"{len(self._urls) + 1}"
        self._urls[name] = _ResponseUrl(channel, thread_ts, user, self._now())
        return f"http://{request.headers.get('host', 'localhost')}/slack/response/{name}"

    def _tell(self, given: dict[str, Any], form: dict[str, str]) -> Response:
        """What the person sees: nothing, or a warning if the app does not answer 200 in time."""
        url = str(given.get("request_url") or self._settings["request_url"])
        secret = str(given.get("signing_secret") or self._settings["signing_secret"])
        body = urllib.parse.urlencode(form).encode()
        headers = signed(secret, body, int(self._now().timestamp()))
        if not url:
            return Response(200, {"headers": headers, "body": body.decode()})
        started = time.monotonic()
        status, text = _post(url, headers, body)
        seconds = round(time.monotonic() - started, 3)
        works = status == HTTPStatus.OK and seconds <= _SECONDS
        shown = text if works else "We had some trouble connecting. Try again?"
        return Response(200, {"status": status, "seconds": seconds, "works": works, "shown": shown})

    def _moment(self) -> str:
        return f"{self._now().timestamp():.6f}"


def signed(secret: str, body: bytes, moment: int) -> dict[str, str]:
    """The headers that Slack sends with `body`."""
    digest = hmac.new(secret.encode(), b"v0:%d:%b" % (moment, body), hashlib.sha256).hexdigest()
    return {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": str(moment),
        "X-Slack-Signature": f"v0={digest}",
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
    }


def _post(url: str, headers: dict[str, str], body: bytes) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=10) as answer:
            return answer.status, answer.read(10_000).decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read(10_000).decode(errors="replace")
    except OSError as error:
        return 0, type(error).__name__


def _button(message: Message, action_id: str) -> Json | None:
    elements = [each for block in message.blocks for each in block.get("elements", []) if block["type"] == "actions"]
    return next((each for each in elements if each.get("action_id") == action_id), None)


def _user(given: dict[str, Any]) -> dict[str, str]:
    return {"id": str(given.get("user_id") or "U0ANN"), "name": str(given.get("user") or "ann")}


def _object(request: Request) -> dict[str, Any]:
    try:
        given = json.loads(request.body or b"{}")
    except ValueError:
        return {}
    return given if isinstance(given, dict) else {}

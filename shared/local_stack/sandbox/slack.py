"""Slack as far as a bot's messages go: https://docs.slack.dev/reference/methods, true to its errors and limits.

`/slack/api/<method>` is its Web API, `/slack/services/…` an incoming webhook, `/slack/response/…` where a press is
answered. `/slack/messages` shows what there is, `/slack/press` presses a button, `/slack/app` says who hears of that.
"""

import json
import re
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from local_stack.sandbox.channel_provider import ChannelProvider
from local_stack.sandbox.slack_blocks import error_of
from local_stack.sandbox.slack_messages import Message, Messages
from local_stack.sandbox.slack_page import render
from local_stack.sandbox.slack_press import SlackApp
from local_stack.sandbox.wire import Json, Pause, Request, Response

_CHANNEL = re.compile(r"[CGD][A-Z0-9]{2,20}")
_HOOK = re.compile(r"/services/(T\w+)/(B\w+)/(\w+)")
_POSTS_A_SECOND, _BURST = 1, 30
_EDITS_A_MINUTE = 50
_MAYBE_DONE = {"internal_error", "fatal_error"}
_HTML = {"Content-Type": "text/html; charset=utf-8", "Vary": "Accept"}
_FAULTS = {429: "ratelimited", 503: "service_unavailable"}

CHANNEL = "C0123456789"
"""Where the local stack posts; any other of that form is there as well."""


class RefusedError(Exception):
    """Slack says no."""

    def __init__(self, error: str, retry_after: int | None = None) -> None:
        super().__init__(error)
        limited = retry_after is not None
        headers = {"Retry-After": str(retry_after)} if limited else {}
        self.response = Response(429 if limited else 200, {"ok": False, "error": error}, headers)


def fault_body(status: int) -> Json:
    """The body that Slack sends with this status."""
    known = "internal_error" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "invalid_auth"
    return {"ok": False, "error": _FAULTS.get(status, known)}


def is_refusal(body: object) -> bool:
    """True for an error after which nothing was done; Slack sends it with status 200."""
    return isinstance(body, dict) and body.get("ok") is False and body.get("error") not in _MAYBE_DONE


class Slack:
    """One workspace: whatever channel is named exists, unless it was closed."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.messages = Messages(now)
        self.app = SlackApp(self.messages, now)
        self._closed: dict[str, str] = {}
        self._posted: dict[str, deque[datetime]] = {}
        self._edited: deque[datetime] = deque()

    def control(self, request: Request) -> Response | None:
        """What people do in Slack, which no fault touches; None for Slack's own routes."""
        match request.route:
            case "GET /messages" if request.prefers_html():
                return Response(200, render(self.messages.all()), _HTML)
            case "GET /messages":
                return Response(200, [message.as_json() for message in self.messages.all()], {"Vary": "Accept"})
            case "DELETE /messages":
                self.messages.empty()
                self._posted.clear()
                self._edited.clear()
                return Response(204)
        if request.path.startswith("/channels/"):
            return self._channel(request)
        return self.app.control(request)

    def __call__(self, request: Request, pause: Pause) -> Response:
        try:
            return self._answer(request, pause)
        except RefusedError as refused:
            return refused.response

    def _answer(self, request: Request, pause: Pause) -> Response:
        if found := _HOOK.fullmatch(request.path):
            return self._hook(request, pause, found[1])
        if request.path.startswith("/response/"):
            return self.app.respond(request, pause)
        methods: dict[str, Callable[[dict[str, Any]], Json]] = {
            "/api/chat.postMessage": self._post,
            "/api/chat.update": self._update,
            "/api/conversations.history": self._history,
            "/api/conversations.replies": self._replies,
            "/api/auth.test": lambda _given: {"team_id": "T0SANDBOX", "user_id": "U0BOT"},
        }
        method = methods.get(request.path)
        if method is None:
            raise RefusedError("unknown_method")
        _authenticate(request)
        answer = method(_given(request))
        pause()
        return Response(200, {"ok": True, **answer})

    def _post(self, given: dict[str, Any]) -> Json:
        channel = self._open_channel(given)
        _check(given)
        thread = given.get("thread_ts")
        if thread is not None and self.messages.get(channel, str(thread)) is None:
            raise RefusedError("thread_not_found")
        self._within_limits(channel)
        content = _content(given) | {
            "thread_ts": str(thread) if thread is not None else None,
            "broadcast": bool(thread and given.get("reply_broadcast") in {True, "true"}),
        }
        message = self.messages.add(channel, content)
        return {"channel": channel, "ts": message.ts, "message": _wire(message, metadata=True)}

    def _update(self, given: dict[str, Any]) -> Json:
        channel = self._open_channel(given)
        _check(given)
        self._within_edits()
        message = self.messages.edit(channel, str(given.get("ts")), _content(given))
        if message is None:
            raise RefusedError("message_not_found")
        return {"channel": channel, "ts": message.ts, "text": message.text}

    def _history(self, given: dict[str, Any]) -> Json:
        channel = self._open_channel(given)
        shown = [each for each in self.messages.all() if each.channel == channel and each.only_for is None]
        in_channel = [each for each in shown if each.thread_ts is None or each.broadcast]
        oldest = float(given.get("oldest") or 0)
        return _page(given, [each for each in reversed(in_channel) if float(each.ts) > oldest])

    def _replies(self, given: dict[str, Any]) -> Json:
        channel, ts = self._open_channel(given), str(given.get("ts"))
        if self.messages.get(channel, ts) is None:
            raise RefusedError("thread_not_found")
        return _page(given, [each for each in self.messages.all() if each.channel == channel and ts in _threads(each)])

    def _hook(self, request: Request, pause: Pause, team: str) -> Response:
        if (closed := self._closed.get(team)) is not None:
            return Response(404 if closed.startswith("no_") else 403, closed)
        try:
            given = json.loads(request.body)
        except ValueError:
            return Response(400, "invalid_payload")
        if not isinstance(given, dict) or (error := error_of(given)) is not None:
            return Response(400, error if isinstance(given, dict) else "invalid_payload")
        self.messages.add("webhook", _content(given))
        pause()
        return Response(200, "ok")

    def _open_channel(self, given: dict[str, Any]) -> str:
        channel = str(given.get("channel") or "")
        if not _CHANNEL.fullmatch(channel):
            raise RefusedError("channel_not_found")
        if (closed := self._closed.get(channel)) is not None:
            raise RefusedError(closed)
        return channel

    def _channel(self, request: Request) -> Response:
        """`PUT /channels/<id> {"error": "is_archived"}` closes one, or the team of a webhook; `DELETE` opens it."""
        channel = request.path.removeprefix("/channels/")
        if request.method == "PUT":
            self._closed[channel] = str(json.loads(request.body or b"{}").get("error") or "channel_not_found")
        elif request.method == "DELETE":
            self._closed.pop(channel, None)
        return Response(204)

    def _within_limits(self, channel: str) -> None:
        """About one message a second, with short bursts."""
        posted, now = self._posted.setdefault(channel, deque()), self._now()
        while posted and now - posted[0] >= timedelta(seconds=_BURST / _POSTS_A_SECOND):
            posted.popleft()
        if len(posted) >= _BURST:
            raise RefusedError("ratelimited", retry_after=1)
        posted.append(now)

    def _within_edits(self) -> None:
        now = self._now()
        while self._edited and now - self._edited[0] >= timedelta(minutes=1):
            self._edited.popleft()
        if len(self._edited) >= _EDITS_A_MINUTE:
            raise RefusedError("ratelimited", retry_after=10)
        self._edited.append(now)


def _authenticate(request: Request) -> None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise RefusedError("not_authed")
    if not token.startswith("xoxb-"):
        raise RefusedError("invalid_auth")


def _given(request: Request) -> dict[str, Any]:
    if request.method == "GET":
        return {name: values[-1] for name, values in request.query.items()}
    kind = request.headers.get("content-type", "")
    if not kind:
        raise RefusedError("missing_post_type")
    if not kind.startswith("application/json"):
        raise RefusedError("invalid_post_type")
    try:
        given = json.loads(request.body)
    except ValueError:
        raise RefusedError("invalid_json") from None
    if not isinstance(given, dict):
        raise RefusedError("json_not_object")
    return given


def _check(given: dict[str, Any]) -> None:
    if (error := error_of(given)) is not None:
        raise RefusedError(error)


def _content(given: dict[str, Any]) -> dict[str, Any]:
    return {
        "text": str(given.get("text") or ""),
        "blocks": given.get("blocks") or [],
        "attachments": given.get("attachments") or [],
        "metadata": given.get("metadata"),
    }


def _threads(message: Message) -> tuple[str | None, str]:
    return message.thread_ts, message.ts


def _page(given: dict[str, Any], found: list[Message]) -> Json:
    start, limit = int(given.get("cursor") or 0), min(999, int(given.get("limit") or 100))
    whole = str(given.get("include_all_metadata")).lower() == "true"
    shown = [_wire(message, metadata=whole) for message in found[start : start + limit]]
    more = start + limit < len(found)
    return {
        "messages": shown,
        "has_more": more,
        "response_metadata": {"next_cursor": str(start + limit) if more else ""},
    }


def _wire(message: Message, *, metadata: bool) -> Json:
    shown: Json = {
        "type": "message",
        "bot_id": "B0BOT",
        "ts": message.ts,
        "text": message.text,
        "blocks": message.blocks,
        "attachments": message.attachments,
    }
    if message.thread_ts is not None:
        shown |= {"thread_ts": message.thread_ts} | ({"subtype": "thread_broadcast"} if message.broadcast else {})
    if message.edited is not None:
        shown["edited"] = {"user": "U0BOT", "ts": message.edited}
    if message.metadata is not None:
        kept = message.metadata if metadata else {"event_type": message.metadata["event_type"]}
        shown["metadata"] = kept
    return shown


PLAYED = ChannelProvider(
    name="slack",
    make=Slack,
    setting=lambda _url: f"xoxb-sandbox-bot {CHANNEL}",
    fault_body=fault_body,
    is_refusal=is_refusal,
)

"""Datadog's intake of events, metrics and service checks: https://docs.datadoghq.com/api/latest/.

`/datadog/events`, `/datadog/series` and `/datadog/checks` show what was taken.
"""

import json
import re
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from local_stack.sandbox.channel_provider import ChannelProvider
from local_stack.sandbox.kept import Kept
from local_stack.sandbox.limiter import Limiter
from local_stack.sandbox.wire import Json, Pause, Request, Response, UnreadableError

MAX_TEXT, MAX_AGGREGATION_KEY = 4000, 100
MAX_AGE_OF_EVENT, MAX_AGE_OF_CHECK = timedelta(hours=18), timedelta(minutes=10)
POINTS_BACK, POINTS_AHEAD = timedelta(hours=1), timedelta(minutes=10)
MAX_PAYLOAD, MAX_DECOMPRESSED = 512_000, 5 * 1024 * 1024
ALERT_TYPES = ("error", "warning", "info", "success", "user_update", "recommendation", "snapshot")
CALLS, PERIOD = 500, timedelta(seconds=10)
"""Datadog's own numbers depend on the contract; what matters is how it says so."""
_KEY = re.compile(r"[0-9A-Za-z]{32}")
_STATUSES = range(4)
_ROUTES = {"POST /api/v1/events": "events", "POST /api/v2/series": "series", "POST /api/v1/check_run": "checks"}
_FAULTS = {403: "Forbidden", 408: "Request timeout", 413: "Payload too large", 429: "Too many requests"}


def fault_body(status: int) -> Json:
    """The body that Datadog sends with this status."""
    return {"errors": [_FAULTS.get(status, "Injected by the sandbox.")]}


class RefusedError(Exception):
    """Datadog says no."""

    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.response = _refused(status, error)


class Datadog:
    """One organisation, whose API keys are those that look like one."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._limiter = Limiter(now, CALLS, PERIOD)
        self._kept = Kept(*_ROUTES.values())

    def control(self, request: Request) -> Response | None:
        """What was taken."""
        return self._kept.control(request)

    def __call__(self, request: Request, pause: Pause) -> Response:
        kind = _ROUTES.get(request.route)
        if kind is None:
            return _refused(404, "Not found")
        if not _KEY.fullmatch(request.headers.get("dd-api-key", "")):
            return _refused(403, "Forbidden")
        if (wait := self._limiter.wait(kind)) is not None:
            return Response(429, {"errors": ["Too many requests"]}, _limits(wait))
        try:
            given = _given(request)
        except RefusedError as refused:
            return refused.response
        return self._take(kind, given, pause)

    def _take(self, kind: str, given: Any, pause: Pause) -> Response:
        now = self._now()
        items = given if kind == "checks" and isinstance(given, list) else [given]
        checks = {"events": _event_error, "series": _series_error, "checks": _check_error}
        for item in items:
            error = checks[kind](item, now) if isinstance(item, dict) else "Payload is not in the expected format"
            if error is not None:
                return _refused(400, error)
        answer: Json = {"status": "ok"}
        if kind == "events":
            answer["event"] = {"id": uuid.uuid4().int >> 64, "title": given["title"], "text": given["text"]}
        elif kind == "series":
            answer, items = {"errors": []}, [_within(each, now) for each in given["series"]]
        self._kept.add(kind, *items)
        pause()
        return Response(202, answer)


def _given(request: Request) -> Any:
    try:
        content = request.content(MAX_DECOMPRESSED)
    except UnreadableError as error:
        raise RefusedError(413 if error.too_large else 400, str(error)) from error
    if len(request.body) > MAX_PAYLOAD:
        raise RefusedError(413, "Payload too large")
    try:
        return json.loads(content)
    except ValueError:
        raise RefusedError(400, "Payload is not in the expected format") from None


def _refused(status: int, error: str) -> Response:
    return Response(status, {"errors": [error]})


def _limits(wait: float) -> dict[str, str]:
    return {
        "X-RateLimit-Limit": str(CALLS),
        "X-RateLimit-Period": str(int(PERIOD.total_seconds())),
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset": str(max(1, round(wait))),
    }


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _tags_error(item: Json) -> str | None:
    tags = item.get("tags", [])
    fine = isinstance(tags, list) and all(isinstance(tag, str) for tag in tags)
    return None if fine else "Tags must be a list of strings"


def _event_error(event: Json, now: datetime) -> str | None:
    title, text, key = event.get("title"), event.get("text"), event.get("aggregation_key")
    if not (isinstance(title, str) and title and isinstance(text, str) and text):
        return "Both title and text are required"
    rules = {
        "The text is limited to 4000 characters": len(text) > MAX_TEXT,
        "The aggregation key is limited to 100 characters": not _is_short(key, MAX_AGGREGATION_KEY),
        "Invalid alert type": event.get("alert_type", "info") not in ALERT_TYPES,
        "Invalid priority": event.get("priority", "normal") not in {"normal", "low", None},
    }
    broken = [error for error, breaks in rules.items() if breaks]
    return broken[0] if broken else _moment_error(event.get("date_happened"), now) or _tags_error(event)


def _is_short(text: object, longest: int) -> bool:
    return text is None or (isinstance(text, str) and len(text) <= longest)


def _moment_error(happened: Any, now: datetime) -> str | None:
    if happened is not None and not _is_whole(happened):
        return "date_happened must be an integer"
    if happened is not None and now.timestamp() - happened > MAX_AGE_OF_EVENT.total_seconds():
        return "Events older than 18 hours can't be submitted"
    return None


def _check_error(check: Json, now: datetime) -> str | None:
    if not (isinstance(check.get("check"), str) and check["check"] and isinstance(check.get("host_name"), str)):
        return "check and host_name are required"
    if check.get("status") not in _STATUSES or not _is_whole(check["status"]):
        return "status must be 0, 1, 2 or 3"
    moment = check.get("timestamp")
    if moment is not None and not _is_whole(moment):
        return "timestamp must be an integer"
    if moment is not None and now.timestamp() - moment > MAX_AGE_OF_CHECK.total_seconds():
        return "Service checks may be up to 10 minutes old"
    return _tags_error(check)


def _series_error(given: Json, _now: datetime) -> str | None:
    series = given.get("series")
    if not isinstance(series, list) or not series:
        return "Payload is missing series"
    for each in series:
        if not (isinstance(each, dict) and isinstance(each.get("metric"), str) and each["metric"]):
            return "Each series needs a metric"
        points = each.get("points")
        if not isinstance(points, list) or not points or not all(map(_is_point, points)):
            return "Each point needs a timestamp and a value"
        if each.get("type", 0) not in range(4):
            return "The type of a series is 0, 1, 2 or 3"
        if (error := _tags_error(each)) is not None:
            return error
    return None


def _is_point(point: Any) -> bool:
    fine = isinstance(point, dict) and _is_whole(point.get("timestamp"))
    return fine and isinstance(point.get("value"), int | float) and not isinstance(point["value"], bool)


def _within(series: Json, now: datetime) -> Json:
    """Without points that are too old or too far ahead, which Datadog drops and says nothing of."""
    oldest, newest = (now - POINTS_BACK).timestamp(), (now + POINTS_AHEAD).timestamp()
    return {**series, "points": [each for each in series["points"] if oldest <= each["timestamp"] <= newest]}


PLAYED = ChannelProvider(
    name="datadog",
    make=Datadog,
    setting=lambda _url: "d0" * 16,
    fault_body=fault_body,
    takes_numbers=True,
)

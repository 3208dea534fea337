"""Stripe's API as far as the check reads it, base path /stripe; /stripe/_state says what it answers.

Events and webhook endpoints are those that a test put there: localstripe knows neither `delivery_success`
nor `types` nor webhook endpoints.
"""

import json
import operator
import re
import threading
from collections.abc import Callable, Mapping
from copy import deepcopy
from http import HTTPStatus
from typing import Any

from local_stack.sandbox.wire import Json, Pause, Request, Response

MAX_TYPES = 20
_TYPES = re.compile(r"types\[\d*\]")
MAX_PAGE = 100
KEY_PREFIXES = ("sk_", "rk_")
RESOURCES = ("balance", "events", "webhook_endpoints")
BOUNDS: Mapping[str, Callable[[int, int], bool]] = {
    "created[lte]": operator.le,
    "created[lt]": operator.lt,
    "created[gte]": operator.ge,
    "created[gt]": operator.gt,
}
ENDPOINT = {
    "id": "we_sandbox",
    "object": "webhook_endpoint",
    "url": "https://shop.example/api/webhooks/stripe",
    "status": "enabled",
    "enabled_events": ["*"],
    "livemode": False,
}
INITIAL_STATE: Json = {"webhook_endpoints": [ENDPOINT], "events": [], "forbidden": []}


def error(status: int, message: str, kind: str = "invalid_request_error", code: str | None = None) -> Response:
    body = {"type": kind, "message": message} | ({"code": code} if code else {})
    return Response(status, {"error": body})


def fault_body(status: int) -> Json:
    """The body that Stripe sends with this status."""
    code = {401: "api_key_expired", 403: "more_permissions_required", 429: "rate_limit"}.get(status)
    kind = "api_error" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "invalid_request_error"
    body: Json = error(status, "Injected by the sandbox.", kind, code).body
    return body


class Stripe:
    """One account. `forbidden` names the resources that the key may not read. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._state = deepcopy(INITIAL_STATE)

    def control(self, request: Request) -> Response | None:
        """The state, which no fault touches; None for Stripe's own routes."""
        if request.path != "/_state":
            return None
        match request.method:
            case "GET":
                return Response(200, self._seen())
            case "PUT":
                return self._put(request.body)
            case "DELETE":
                self._replace(INITIAL_STATE)
                return Response(204)
        return Response(405, {"error": "Use GET, PUT or DELETE."})

    def __call__(self, request: Request, pause: Pause) -> Response:
        pause()
        if (refused := _authenticate(request)) is not None:
            return refused
        resource = request.path.removeprefix("/v1/")
        state = self._seen()
        if request.method != "GET" or resource not in RESOURCES:
            return error(404, f"Unrecognized request URL ({request.method}: {request.path}).")
        if resource in state["forbidden"]:
            message = f"The provided key does not have the required permissions for GET /v1/{resource}."
            return error(403, message, code="more_permissions_required")
        if resource == "balance":
            amount = {"amount": 0, "currency": "usd", "source_types": {"card": 0}}
            return Response(200, {"object": "balance", "available": [amount], "livemode": False, "pending": [amount]})
        return _list(request, resource, state[resource])

    def _seen(self) -> Json:
        with self._lock:
            return deepcopy(self._state)

    def _replace(self, state: Json) -> None:
        with self._lock:
            self._state = deepcopy(state)

    def _put(self, content: bytes) -> Response:
        try:
            given = json.loads(content)
        except ValueError:
            given = None
        if not isinstance(given, dict) or not all(isinstance(value, list) for value in given.values()):
            return Response(400, {"error": "The state must be a JSON object of lists."})
        if unknown := sorted(set(given) - set(INITIAL_STATE)):
            known = ", ".join(INITIAL_STATE)
            return Response(400, {"error": f"Unknown field {', '.join(unknown)}; there are: {known}."})
        self._replace(INITIAL_STATE | given)
        return Response(200, self._seen())


def _authenticate(request: Request) -> Response | None:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key:
        return error(401, "You did not provide an API key.")
    if not key.startswith(KEY_PREFIXES):
        return error(401, f"Invalid API Key provided: {key[:3]}****")
    return None


def _list(request: Request, resource: str, items: list[Json]) -> Response:
    query = request.query
    limit = query.get("limit", ["10"])[-1]
    if not limit.isdecimal() or not 1 <= int(limit) <= MAX_PAGE:
        return error(400, f"Invalid limit: {limit}", code="parameter_invalid_integer")
    if resource == "events":
        if "type" in query and _types(query):
            return error(400, "You may only specify one of these parameters: type, types.")
        if len(_types(query)) > MAX_TYPES:
            return error(400, "Array types exceeded maximum 20 allowed elements.", code="array_max_items")
        items = sorted((item for item in items if _matches(item, query)), key=lambda item: -item["created"])
    page = items[: int(limit)]
    return Response(200, {"object": "list", "data": page, "has_more": len(items) > len(page), "url": f"/v1/{resource}"})


def _types(query: Mapping[str, list[str]]) -> list[str]:
    """Both forms of a list: `types[]` again and again, and the SDK's `types[0]`, `types[1]` …"""
    return [value for name, values in query.items() if _TYPES.fullmatch(name) for value in values]


def _matches(event: Mapping[str, Any], query: Mapping[str, list[str]]) -> bool:
    types = _types(query) or query.get("type")
    created = event["created"]
    if types and event["type"] not in types:
        return False
    delivered = "true" if event.get("pending_webhooks", 1) == 0 else "false"
    if query.get("delivery_success", [delivered])[-1] != delivered:
        return False
    return all(holds(created, int(query[name][-1])) for name, holds in BOUNDS.items() if name in query)

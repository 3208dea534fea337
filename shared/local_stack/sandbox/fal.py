"""fal.ai's platform API, base path /fal/v1: pricing, billing, usage and analytics of a quiet day."""

from collections.abc import Callable
from http import HTTPStatus

from local_stack.sandbox.wire import Json, Pause, Request, Response

ENDPOINT = "fal-ai/flux-pro"
UNIT_PRICE = 0.05
CHEAP_PRICES = {"fal-ai/flux/schnell": 0.003, "fal-ai/flux/dev": 0.025}
ERROR_TYPES = {401: "authorization_error", 403: "authorization_error", 404: "not_found", 429: "rate_limited"}


def error(status: int, kind: str, message: str) -> Response:
    return Response(status, error_body(kind, message))


def error_body(kind: str, message: str) -> Json:
    return {"error": {"type": kind, "message": message}}


def fault_body(status: int) -> Json:
    """The body that fal sends with this status."""
    kind = ERROR_TYPES.get(status, "server_error" if status >= HTTPStatus.INTERNAL_SERVER_ERROR else "validation_error")
    return error_body(kind, "Injected by the sandbox.")


def fal(request: Request, pause: Pause) -> Response:
    """Answer one call of the platform API."""
    pause()
    if not request.headers.get("authorization", "").startswith("Key "):
        return error(401, "authorization_error", "Authentication is required to access this endpoint.")
    match request.route:
        case "GET /v1/models/pricing":
            return _per_endpoint(request, _prices)
        case "GET /v1/models/analytics":
            return _per_endpoint(request, _analytics)
        case "GET /v1/models/usage":
            return Response(200, {"time_series": [], "summary": [], "next_cursor": None, "has_more": False})
        case "GET /v1/account/billing":
            return Response(200, _billing(with_credits="credits" in request.query.get("expand", [])))
    return error(404, "not_found", "The requested endpoint does not exist.")


def _per_endpoint(request: Request, build: Callable[[list[str]], Json]) -> Response:
    endpoints = [name for names in request.query.get("endpoint_id", []) for name in names.split(",") if name]
    if not endpoints:
        return error(400, "validation_error", "endpoint_id is required.")
    return Response(200, build(endpoints))


def _prices(endpoints: list[str]) -> Json:
    price = {"unit": "image", "currency": "USD"}
    prices = [{"endpoint_id": name, "unit_price": CHEAP_PRICES.get(name, UNIT_PRICE), **price} for name in endpoints]
    return {"prices": prices, "next_cursor": None}


def _analytics(endpoints: list[str]) -> Json:
    counts = {"request_count": 0, "success_count": 0, "user_error_count": 0, "error_count": 0}
    return {"time_series": [], "summary": [{"endpoint_id": endpoint, **counts} for endpoint in endpoints]}


def _billing(*, with_credits: bool) -> Json:
    credits_ = {"credits": {"current_balance": 100.0, "currency": "USD"}} if with_credits else {}
    return {"username": "pawpop", **credits_}

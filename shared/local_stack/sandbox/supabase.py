"""Supabase's HTTP endpoints of one healthy project, and the management API's health route."""

from local_stack.sandbox.wire import Json, Pause, Request, Response

PROJECT_HEALTH = "/management/v1/projects/"


def fault_body(status: int) -> Json:
    """The body that Supabase's gateway sends with this status."""
    return {"message": "Injected by the sandbox.", "code": status}


def supabase(request: Request, pause: Pause) -> Response:
    """Answer one call to the project or to the management API."""
    pause()
    if request.method == "GET" and request.path.startswith(PROJECT_HEALTH) and request.path.endswith("/health"):
        return _management_health(request)
    # The gateway lets the storage status through without a key.
    if request.route == "GET /storage/v1/status":
        return Response(200, {"status": "ok"})
    return _behind_key(request, request.headers.get("apikey", ""))


def _behind_key(request: Request, key: str) -> Response:
    if not key:
        hint = "No `apikey` request header or url param was found."
        return Response(401, {"message": "No API key found in request", "hint": hint})
    match request.route:
        case "GET /auth/v1/health":
            return Response(200, {"version": "v2.180.0", "name": "GoTrue", "description": "GoTrue is a user API"})
        case "GET /rest/v1/" if key.startswith("sb_publishable_"):
            return Response(401, {"message": "Secret API key required", "hint": "Only secret keys may read it."})
        case "GET /rest/v1/":
            return Response(200, {"swagger": "2.0", "info": {"title": "standard public schema"}, "paths": {}})
    return Response(404, {"message": "no Route matched with those values"})


def _management_health(request: Request) -> Response:
    if not request.headers.get("authorization", "").startswith("Bearer "):
        return Response(401, {"message": "Unauthorized"})
    services = [name for value in request.query.get("services", []) for name in value.split(",")]
    if not services:
        return Response(400, {"message": "services: Required"})
    return Response(200, [{"name": name, "healthy": True, "status": "ACTIVE_HEALTHY"} for name in services])

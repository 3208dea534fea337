"""Supabase's HTTP endpoints of one healthy project, its metrics, and the management API's health route."""

import base64
import binascii

from local_stack.sandbox.wire import Json, Pause, Request, Response

METRICS = """\
# HELP node_filesystem_avail_bytes Filesystem space available to non-root users in bytes.
# TYPE node_filesystem_avail_bytes gauge
node_filesystem_avail_bytes{device="/dev/nvme0n1p2",mountpoint="/",service_type="db"} 1e+09
node_filesystem_avail_bytes{device="/dev/nvme1n1",mountpoint="/data",service_type="db"} 6e+09
node_filesystem_size_bytes{device="/dev/nvme0n1p2",mountpoint="/",service_type="db"} 1e+10
node_filesystem_size_bytes{device="/dev/nvme1n1",mountpoint="/data",service_type="db"} 8e+09
node_load1{service_type="db"} 0.12
node_memory_MemAvailable_bytes{service_type="db"} 5e+08
node_memory_MemTotal_bytes{service_type="db"} 1e+09
pgbouncer_pools_client_waiting_connections{database="postgres",service_type="db",user="authenticator"} 0
"""

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
    if request.route == "GET /customer/v1/privileged/metrics":
        return _metrics(request)
    return _behind_key(request, request.headers.get("apikey", ""))


def _behind_key(request: Request, key: str) -> Response:
    if not key:
        hint = "No `apikey` request header or url param was found."
        return Response(401, {"message": "No API key found in request", "hint": hint})
    if _misused(request, key):
        return Response(401, {"message": "Invalid API key", "hint": "Secret keys are for servers, in `apikey` alone."})
    return _routed(request, key)


def _routed(request: Request, key: str) -> Response:
    match request.route:
        case "GET /auth/v1/health":
            return Response(200, {"version": "v2.180.0", "name": "GoTrue", "description": "GoTrue is a user API"})
        case "GET /rest/v1/" if key.startswith("sb_publishable_"):
            return Response(401, {"message": "Secret API key required", "hint": "Only secret keys may read it."})
        case "GET /rest/v1/system_health_metrics" if key.startswith("sb_publishable_"):
            return Response(401, {"code": "42501", "message": "permission denied for table system_health_metrics"})
        case "GET /rest/v1/system_health_metrics":
            return Response(200, [])
        case "GET /rest/v1/":
            return Response(200, {"swagger": "2.0", "info": {"title": "standard public schema"}, "paths": {}})
    return Response(404, {"message": "no Route matched with those values"})


def _misused(request: Request, key: str) -> bool:
    """An opaque key is no bearer token unless it is the same as `apikey`, and a secret one not for browsers."""
    bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
    stray = bearer.startswith("sb_") and bearer != key
    return stray or (key.startswith("sb_secret_") and "Mozilla" in request.headers.get("user-agent", ""))


def _metrics(request: Request) -> Response:
    kind, _, pair = request.headers.get("authorization", "").partition(" ")
    try:
        user, _, key = base64.b64decode(pair).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        user = key = ""
    if kind != "Basic" or user != "service_role" or not key:
        return Response(401, {"message": "Invalid authentication credentials"})
    return Response(200, METRICS)


def _management_health(request: Request) -> Response:
    if not request.headers.get("authorization", "").startswith("Bearer "):
        return Response(401, {"message": "Unauthorized"})
    services = [name for value in request.query.get("services", []) for name in value.split(",")]
    if not services:
        return Response(400, {"message": "services: Required"})
    return Response(200, [{"name": name, "healthy": True, "status": "ACTIVE_HEALTHY"} for name in services])

"""The providers' public status pages, each in its own form: /pages/<provider>, all well until somebody says otherwise.

`PUT /pages/<provider>` with {"incident": "Elevated error rates"} makes it report that, `DELETE` makes all well again.
"""

import json
from collections.abc import Callable, Mapping

from local_stack.sandbox.wire import Json, Pause, Request, Response

_MOST_BYTES = 10_000


def _statuspage(incident: str) -> Json:
    level = {"indicator": "major", "description": "Partial System Outage"}
    calm = {"indicator": "none", "description": "All Systems Operational"}
    named = {"name": incident, "status": "investigating", "impact": "major"}
    return {
        "status": level if incident else calm,
        "incidents": [named] if incident else [],
        "scheduled_maintenances": [],
    }


def _stripe(incident: str) -> Json:
    state = "degraded" if incident else "up"
    return {"largestatus": state, "message": incident or "All services are online.", "statuses": {"api": state}}


def _instatus(incident: str) -> Json:
    state = {"page": {"name": "fal.ai", "status": "HASISSUES" if incident else "UP"}}
    return {**state, "activeIncidents": [{"name": incident, "status": "INVESTIGATING"}]} if incident else state


FORMS: Mapping[str, Callable[[str], Json]] = {
    "supabase": _statuspage,
    "stripe": _stripe,
    "fal-ai": _instatus,
    "resend": _statuspage,
    "vercel": _statuspage,
}


class Pages:
    """What they say now."""

    def __init__(self) -> None:
        self._incidents: dict[str, str] = {}

    def __call__(self, request: Request, pause: Pause) -> Response:
        """A look at a page."""
        pause()
        name = request.path.strip("/")
        if request.method != "GET" or name not in FORMS:
            return Response(404, {"error": f"There is no such page; there are: {', '.join(FORMS)}."})
        return Response(200, FORMS[name](self._incidents.get(name, "")))

    def control(self, request: Request) -> Response | None:
        """What a page is to say; None for a look at it."""
        name = request.path.strip("/")
        if name not in FORMS or request.method not in {"PUT", "DELETE"}:
            return None
        self._incidents.pop(name, None)
        if request.method == "DELETE":
            return Response(204)
        try:
            incident = json.loads(request.body[:_MOST_BYTES])["incident"]
        except (ValueError, KeyError, TypeError):
            incident = None
        if not isinstance(incident, str):
            return Response(400, {"error": 'Send {"incident": "Elevated error rates"}, or DELETE.'})
        self._incidents[name] = incident
        return Response(200, {"incident": incident})


def fault_body(status: int) -> Json:
    """What stands on a page that can't be shown."""
    return {"error": "Injected by the sandbox.", "status": status}

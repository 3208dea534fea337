"""Supabase's own view of the project's services, from its Management API."""

from collections.abc import Mapping
from typing import Any

from pawpop_monitoring.checks.supabase.project.answer import Answer, Trouble, json_of, no_json
from pawpop_monitoring.domain.readings.supabase_project import SERVICES_OF_A_PROJECT, ServiceReport, ServiceState
from pawpop_monitoring.domain.text import one_line

_STATES = {
    "ACTIVE_HEALTHY": ServiceState.HEALTHY,
    "UNHEALTHY": ServiceState.UNHEALTHY,
    "COMING_UP": ServiceState.UNKNOWN,
}
_LONGEST_REASON = 160


def reports_in(answer: Answer | Trouble) -> tuple[ServiceReport, ...] | Trouble:
    """One report per service; the API's own trouble is not the project's."""
    if isinstance(answer, Trouble):
        return answer
    content = json_of(answer)
    if not isinstance(content, list):
        return no_json(answer)
    return tuple(
        _report(item) for item in content if isinstance(item, dict) and item.get("name") in SERVICES_OF_A_PROJECT
    )


def _report(item: Mapping[str, Any]) -> ServiceReport:
    state = _STATES.get(str(item.get("status")), ServiceState.UNKNOWN)
    said = item.get("error")
    reason = one_line(said, _LONGEST_REASON) if isinstance(said, str) else ""
    if state is ServiceState.UNHEALTHY:
        reason = f"Supabase reports it as unhealthy{f': {reason}' if reason else ''}"
    return ServiceReport(str(item["name"]), state, reason)

"""What each of the project's services is asked, and what it should answer."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pawpop_monitoring.checks.supabase.project.answer import Answer, Trouble, json_of, no_json
from pawpop_monitoring.domain.readings.supabase_project import ServiceReport, ServiceState

# PostgREST names its own errors so, and passes on those of Postgres; the gateway before it names none. Those of
# its first group say that it can't reach the database or has not loaded the schema.
_POSTGREST_AT_WORK = re.compile(r"PGRST[1-9]\d\d|42[0-9A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Service:
    """One question; `makes_sense` says whether a success is the service's own."""

    name: str
    path: str
    needs_key: bool
    makes_sense: Callable[[Answer], bool]
    params: Mapping[str, Any] = field(default_factory=dict)

    def report(self, answer: Answer | Trouble) -> ServiceReport:
        """What the answer says of the service."""
        if isinstance(answer, Trouble):
            if self.name == "rest" and _POSTGREST_AT_WORK.fullmatch(answer.code):
                return ServiceReport(self.name, ServiceState.HEALTHY)
            return ServiceReport(self.name, answer.state, answer.reason)
        if not self.makes_sense(answer):
            trouble = no_json(answer)
            return ServiceReport(self.name, trouble.state, trouble.reason)
        return ServiceReport(self.name, ServiceState.HEALTHY, milliseconds=answer.milliseconds)


# Not the root of the REST API: a publishable key may not read it, and for a secret one it is large. The storage
# status has no content that is documented.
SERVICES = (
    Service("auth", "/auth/v1/health", True, lambda answer: isinstance(json_of(answer), dict)),
    Service(
        "rest",
        "/rest/v1/system_health_metrics",
        True,
        lambda answer: isinstance(json_of(answer), list),
        {"select": "id", "limit": 1},
    ),
    Service("storage", "/storage/v1/status", False, lambda answer: not answer.is_page),
)

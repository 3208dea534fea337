"""Asks everything that is configured, side by side."""

from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Future, wait
from dataclasses import dataclass
from typing import Any

import httpx

from pawpop_monitoring.checks.background import in_background
from pawpop_monitoring.checks.supabase.project.answer import Answer, Trouble, get
from pawpop_monitoring.checks.supabase.project.health_answers import SERVICES
from pawpop_monitoring.checks.supabase.project.keys import ProjectKeys
from pawpop_monitoring.checks.supabase.project.management import reports_in
from pawpop_monitoring.checks.supabase.project.metrics import figures_in
from pawpop_monitoring.domain.readings.supabase_project import (
    GATEWAY,
    SERVICES_OF_A_PROJECT,
    ProjectReading,
    ServiceState,
)
from pawpop_monitoring.domain.renewable import renewed
from pawpop_monitoring.outbound.http_client import MOST_BYTES

_BUDGET_SECONDS = 5.0
_MOST_METRICS_BYTES = 5_000_000
_TOO_SLOW = Trouble(ServiceState.UNHEALTHY, "did not answer in time")

type _Calls = Mapping[str, Future[Answer | Trouble]]


@dataclass(frozen=True, slots=True)
class ProjectAddress:
    """Where the project is: `url` like https://<ref>.supabase.co; `ref` is for the Management API."""

    url: str = ""
    ref: str = ""
    management_url: str = "https://api.supabase.com"


@dataclass(frozen=True, slots=True)
class HttpProjectProbe:
    """Implements checks.supabase.port.ProjectProbe; `keys` is asked at each look, so that they can be rotated."""

    client: httpx.Client
    address: ProjectAddress
    keys: Callable[[], ProjectKeys]

    def read(self) -> ProjectReading:
        """One look; what has not answered after 5 s is too slow."""
        keys = self.keys()
        calls = {**self._services(keys), **self._metrics(keys), **self._management(keys)}
        wait(calls.values(), timeout=_BUDGET_SECONDS)
        answers = {name: call.result() if call.done() else _TOO_SLOW for name, call in calls.items()}
        if any(isinstance(answer, Trouble) and answer.refused for answer in answers.values()):
            renewed(self.keys, keys)  # the next look takes the key that is set by now
        return _reading(answers)

    def _services(self, keys: ProjectKeys) -> _Calls:
        if not self.address.url:
            return {}
        askable = [service for service in SERVICES if keys.api or not service.needs_key]
        return {
            service.name: self._call(f"{self._project}{service.path}", keys.for_project(), service.params)
            for service in askable
        }

    def _metrics(self, keys: ProjectKeys) -> _Calls:
        if not (self.address.url and keys.may_read_metrics):
            return {}
        url = f"{self._project}/customer/v1/privileged/metrics"
        return {"metrics": self._call(url, keys.for_metrics(), {}, _MOST_METRICS_BYTES)}

    def _management(self, keys: ProjectKeys) -> _Calls:
        if not (self.address.ref and keys.management):
            return {}
        url = f"{self.address.management_url.rstrip('/')}/v1/projects/{self.address.ref}/health"
        return {"management": self._call(url, keys.for_management(), {"services": SERVICES_OF_A_PROJECT})}

    @property
    def _project(self) -> str:
        return self.address.url.rstrip("/")

    def _call(
        self, url: str, headers: Mapping[str, str], params: Mapping[str, Any], most_bytes: int = MOST_BYTES
    ) -> Future[Answer | Trouble]:
        return in_background(lambda: get(self.client, url, headers, params, most_bytes))


def _reading(answers: Mapping[str, Answer | Trouble]) -> ProjectReading:
    direct = tuple(service.report(answers[service.name]) for service in SERVICES if service.name in answers)
    reported, management_note = _reported(answers.get("management"))
    metrics, metrics_note = _metrics_of(answers.get("metrics"))
    notes = tuple(note for note in (management_note, metrics_note) if note)
    return ProjectReading(direct=direct, reported=reported, metrics=metrics, notes=notes, asked=_asked(answers))


def _asked(answers: Collection[str]) -> frozenset[str]:
    direct = [service.name for service in SERVICES if service.name in answers]
    gateway = [GATEWAY] if len(direct) > 1 else []
    return frozenset([*direct, *gateway, *(SERVICES_OF_A_PROJECT if "management" in answers else ())])


def _reported(answer: Answer | Trouble | None) -> tuple[tuple[Any, ...], str]:
    if answer is None:
        return (), ""
    reports = reports_in(answer)
    return ((), f"The Management API {reports.reason}.") if isinstance(reports, Trouble) else (reports, "")


def _metrics_of(answer: Answer | Trouble | None) -> tuple[dict[str, float], str]:
    match answer:
        case None:
            return {}, ""
        case Trouble():
            return {}, f"The metrics endpoint {answer.reason}."
    figures = figures_in(answer.text)
    return figures, "" if figures else "The metrics endpoint answers nothing that is known."

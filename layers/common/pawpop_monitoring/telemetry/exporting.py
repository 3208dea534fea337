"""Handing measurements to those who collect them: one attempt each, side by side; the next run brings newer numbers."""

import gzip
import json
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx

from pawpop_monitoring.contracts.dashboard_response import DashboardResponse
from pawpop_monitoring.domain.otlp import OtlpReceiver
from pawpop_monitoring.domain.text import one_line
from pawpop_monitoring.outbound.call_errors import CallError
from pawpop_monitoring.outbound.deadline import Deadline
from pawpop_monitoring.outbound.http_client import Answer, Request, ask
from pawpop_monitoring.telemetry.datadog import checks_of, series_of
from pawpop_monitoring.telemetry.measurements import measurements_of
from pawpop_monitoring.telemetry.otlp import export_of

_SECONDS = 8.0
_MOST_BYTES = 100_000
_MAX_REASON = 300
_HOST = "pawpop-monitoring"
_COMMON = {"Content-Type": "application/json", "User-Agent": _HOST}


@dataclass(frozen=True, slots=True)
class Collector:
    """`requests` makes all that is sent of a state at a moment."""

    name: str
    requests: Callable[[DashboardResponse, datetime], Sequence[Request]]


@dataclass(frozen=True, slots=True)
class Exporter:
    """Tells all collectors at once, so that one that hangs delays no other; each has so many `seconds`."""

    client: httpx.Client
    collectors: Sequence[Collector]
    seconds: float = _SECONDS

    def export(self, state: DashboardResponse, at: datetime) -> Mapping[str, str]:
        """Why a collector did not take everything, by its name; empty if all did. Done within 10 s."""
        with ThreadPoolExecutor(max(1, len(self.collectors))) as threads:
            told = threads.map(lambda collector: self._tell(collector, state, at), self.collectors)
            found = dict(zip((collector.name for collector in self.collectors), told, strict=True))
        return {name: problem for name, problem in found.items() if problem is not None}

    def _tell(self, collector: Collector, state: DashboardResponse, at: datetime) -> str | None:
        """All its requests, since one may be refused for what the next has not."""
        deadline = Deadline(self.seconds)
        found = [self._problem_of(request, deadline) for request in collector.requests(state, at)]
        problems = list(dict.fromkeys(problem for problem in found if problem is not None))
        return one_line(", and ".join(problems), _MAX_REASON) if problems else None

    def _problem_of(self, request: Request, deadline: Deadline) -> str | None:
        try:
            return problem_in(ask(self.client, request, deadline, _MOST_BYTES))
        except CallError as error:
            return str(error)


def problem_in(answer: Answer) -> str | None:
    """Why it is no success; an OTLP receiver may say yes and reject some."""
    if not answer.is_success:
        return f"it answered {answer.status} {'' if answer.is_page else answer.text}".strip()
    try:
        partial = answer.json()["partialSuccess"]
        rejected = int(partial.get("rejectedDataPoints", 0))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return f"it rejected {rejected} points: {partial.get('errorMessage') or 'no reason given'}" if rejected else None


def datadog(url: str, api_key: str) -> Collector:
    """Series and service checks, at the API `url` of a site."""
    headers = {**_COMMON, "DD-API-KEY": api_key}

    def requests(state: DashboardResponse, at: datetime) -> Sequence[Request]:
        series = series_of(measurements_of(state), at)
        checks = [dict(check) for check in checks_of(state, _HOST, at)]
        return (
            Request(f"{url}/api/v2/series", headers, body=_json(series)),
            Request(f"{url}/api/v1/check_run", headers, body=_json(checks)),
        )

    return Collector("datadog", requests)


def opentelemetry(name: str, receiver: OtlpReceiver) -> Collector:
    """Gauges over OTLP/HTTP with JSON."""
    headers = {**_COMMON, "Content-Encoding": "gzip", **receiver.headers}

    def requests(state: DashboardResponse, at: datetime) -> Sequence[Request]:
        body = gzip.compress(_json(export_of(measurements_of(state), at)), mtime=0)
        return (Request(receiver.url("metrics"), headers, body=body),)

    return Collector(name, requests)


def _json(content: Any) -> bytes:
    return json.dumps(content, separators=(",", ":")).encode()

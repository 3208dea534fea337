"""The monitoring API as its callers see it."""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import httpx

from local_stack.stack_file import Stack

TIMEOUT = 35


@dataclass(frozen=True, slots=True)
class Health:
    """One answer of GET /health, `seconds` after the request."""

    code: int
    body: dict[str, Any]
    seconds: float

    def status_of(self, service: str) -> str:
        """The status that it gives a service; `missing` if it does not name it."""
        return next((entry["status"] for entry in self.body["services"] if entry["service"] == service), "missing")


@dataclass(frozen=True, slots=True)
class Api:
    """Reads health and alerts, and closes alerts."""

    stack: Stack

    def health(self) -> Health:
        began = time.monotonic()
        answer = self._get("/health")
        return Health(answer.status_code, answer.json(), time.monotonic() - began)

    def newest_alerts(self) -> list[dict[str, Any]]:
        """The newest 200 open ones, and as many that are over."""
        both = (self._get("/alerts", resolved=resolved, limit="200") for resolved in ("false", "true"))
        return [alert for answer in both for alert in answer.raise_for_status().json()["alerts"]]

    def open_alert_ids(self, fingerprint: str) -> set[str]:
        """The open alert of a condition; there is one at most."""
        return {alert["id"] for alert in self._alerts(fingerprint, resolved="false")}

    def resolve(self, alert_id: str) -> None:
        """Close an alert as a person would."""
        headers = {"Authorization": f"Bearer {self.stack.tokens.admin}"}
        body = {"alertId": alert_id, "action": "resolve"}
        httpx.patch(self._url("/alerts"), json=body, headers=headers, timeout=TIMEOUT).raise_for_status()

    def alert_ids(self, fingerprint: str, since: datetime) -> set[str]:
        """The alerts of a condition, open and resolved, that were opened after `since`."""
        found = self._alerts(fingerprint, resolved="all")
        return {alert["id"] for alert in found if datetime.fromisoformat(alert["timestamp"]) >= since}

    def _alerts(self, fingerprint: str, *, resolved: str) -> list[dict[str, Any]]:
        service = fingerprint.partition(":")[0]
        found = self._get("/alerts", service=service, resolved=resolved, limit="200").raise_for_status().json()
        return [alert for alert in found["alerts"] if alert["fingerprint"] == fingerprint]

    def _get(self, path: str, **query: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.stack.tokens.read}"}
        return httpx.get(self._url(path), params=query, headers=headers, timeout=TIMEOUT)

    def _url(self, path: str) -> str:
        return f"{self.stack.api_url}/api/monitoring{path}"

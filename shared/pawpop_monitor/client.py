"""Calls of the API; what goes wrong becomes a sentence."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import httpx

from pawpop_monitor.outcome import CommandError, Exit
from pawpop_monitor.target import Target

_TIMEOUT_SECONDS = 40
"""Longer than the longest check."""

_REFUSALS = {
    401: "The token is not known there. Set PAWPOP_TOKEN to one that is.",
    403: "The token may not do that. Set PAWPOP_TOKEN to an admin token.",
    429: "Too many requests. Wait a second and try again.",
}

NOT_OURS = "{url} answers, but not as the monitoring API does ({what}). Is PAWPOP_API_URL right, and is it up?"

type Json = dict[str, Any]


class Client:
    """The API of one installation."""

    def __init__(self, target: Target, transport: httpx.BaseTransport | None = None) -> None:
        self.target = target
        headers = {"Authorization": f"Bearer {target.token}"} if target.token else {}
        base_url = f"{target.api_url}/api/monitoring"
        try:
            self._http = httpx.Client(base_url=base_url, headers=headers, timeout=_TIMEOUT_SECONDS, transport=transport)
        except (httpx.InvalidURL, ValueError) as error:
            raise CommandError(f"{target.api_url} is no address: {error}. Set PAWPOP_API_URL.", Exit.USAGE) from None

    def close(self) -> None:
        """Hang up."""
        self._http.close()

    def health(self) -> Json:
        """GET /health; critical is an answer like any other."""
        return self._call("GET", "/health", answers=(200, 503))

    def check(self, service: str | None) -> Json:
        """POST /health."""
        return self._call("POST", "/health", body={"service": service} if service else {})

    def alerts(self, **query: str | int | None) -> Json:
        """GET /alerts."""
        return self._call("GET", "/alerts", query={name: value for name, value in query.items() if value is not None})

    def alert(self, alert_id: str) -> Json:
        """GET /alerts/{id}."""
        return self._call("GET", f"/alerts/{_segment(alert_id)}")

    def create_alert(self, service: str, severity: str, message: str, details: Json | None = None) -> Json:
        """POST /alerts."""
        body = {"service": service, "severity": severity, "message": message, "details": details or {}}
        return self._call("POST", "/alerts", body=body)

    def update_alert(self, alert_id: str, action: str, **said: str | None) -> Json:
        """PATCH /alerts; `said` are `note` and `by`, left out where they are None."""
        return self._call("PATCH", "/alerts", body={"alertId": alert_id, "action": action, **_given(said)})

    def silence(self, **fields: str | int | None) -> Json:
        """POST /silences; what is None or False is left out."""
        return self._call("POST", "/silences", body=_given(fields))

    def silences(self) -> Json:
        """GET /silences."""
        return self._call("GET", "/silences")

    def end_silence(self, silence_id: str) -> Json:
        """DELETE /silences/{id}."""
        return self._call("DELETE", f"/silences/{_segment(silence_id)}")

    def incidents(self) -> Json:
        """GET /incidents."""
        return self._call("GET", "/incidents")

    def publish_incident(self, fields: Json) -> Json:
        """POST /incidents."""
        return self._call("POST", "/incidents", body=fields)

    def update_incident(self, incident_id: str, stage: str, text: str) -> Json:
        """PATCH /incidents/{id}."""
        body = {"stage": stage, "text": text}
        return self._call("PATCH", f"/incidents/{_segment(incident_id)}", body=body)

    def test_channels(self) -> Json:
        """POST /channels/test."""
        return self._call("POST", "/channels/test", body={})

    def deployed(self, label: str, deployment: str | None) -> Json:
        """POST /deployments."""
        return self._call("POST", "/deployments", body={"label": label} | ({"id": deployment} if deployment else {}))

    def on_call(self) -> Json:
        """GET /on-call."""
        return self._call("GET", "/on-call")

    def insights(self, month: str | None = None) -> Json:
        """GET /insights, with the review of `month` such as 2026-10, or of the last one."""
        return self._call("GET", "/insights", query=_given({"month": month}))

    def _call(
        self,
        method: str,
        path: str,
        *,
        query: Json | None = None,
        body: Json | None = None,
        answers: tuple[int, ...] = (200, 201),
    ) -> Json:
        try:
            answer = self._http.request(method, path, params=query, json=body)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            url = self.target.api_url
            raise CommandError(f"{url} does not answer ({type(error).__name__}). Is it up?") from None
        content = _json(answer)
        if answer.status_code in answers and content is not None:
            return content
        told = (content or {}).get("error")
        if not isinstance(told, str):
            what = f"{answer.status_code}{'' if content else ', no JSON'}"
            told = _REFUSALS.get(answer.status_code, NOT_OURS.format(url=self.target.api_url, what=what))
            raise CommandError(told)
        code = Exit.USAGE if answer.status_code in {400, 404, 409} else Exit.NO_ANSWER
        raise CommandError(_REFUSALS.get(answer.status_code, told), code)


def _segment(name: str) -> str:
    """As a part of a path; CommandError for a name that would lead to another page."""
    if name.strip() in {"", ".", ".."}:
        raise CommandError("that is no id", Exit.USAGE)
    return quote(name, safe="")


def _given(fields: Mapping[str, Any]) -> Json:
    return {name: value for name, value in fields.items() if value is not None and value is not False}


def _json(answer: httpx.Response) -> Json | None:
    try:
        content = answer.json()
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None

"""Resend, asked about a key before it is deployed."""

from http import HTTPStatus
from typing import Any

import httpx

from deploy.ports import Domains

_SECONDS = 10
_ONLY_SENDS = "restricted_api_key"
_REFUSED = (HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)


class HttpResend:
    """Implements ports.Resend."""

    def __init__(self, transport: httpx.BaseTransport | None = None) -> None:
        self._transport = transport

    def domains(self, key: str, base_url: str) -> Domains:
        """GET /domains, which a key that may only send is refused by name."""
        headers = {"Authorization": f"Bearer {key}", "User-Agent": "pawpop-monitoring"}
        try:
            with httpx.Client(transport=self._transport, timeout=_SECONDS, headers=headers) as client:
                return _read(client.get(f"{base_url.rstrip('/')}/domains"))
        except (httpx.HTTPError, ValueError) as error:
            return Domains(unknown=type(error).__name__)


def _read(answer: httpx.Response) -> Domains:
    content: dict[str, Any] = answer.json()
    if answer.is_success:
        found = content.get("data", [])
        return Domains(verified=frozenset(each["name"].lower() for each in found if each.get("status") == "verified"))
    if content.get("name") == _ONLY_SENDS:
        return Domains()
    if answer.status_code in _REFUSED:
        return Domains(refused=str(content.get("message") or answer.status_code))
    return Domains(unknown=f"status {answer.status_code}")

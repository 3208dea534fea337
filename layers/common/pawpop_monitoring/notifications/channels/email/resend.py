"""Resend, over its HTTP API.

Not over its SDK: that costs half a second of import, keeps its key in a global, and reports a time-out
as a server's 500 without headers, so `retry-after` and "nobody knows whether it was sent" are lost.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import httpx

from pawpop_monitoring.domain.errors import PermanentDeliveryError, RetryableDeliveryError
from pawpop_monitoring.domain.text import one_line
from pawpop_monitoring.notifications.channel import Receipt
from pawpop_monitoring.notifications.channels.email.answers import ACCEPTED_BEFORE, judge
from pawpop_monitoring.notifications.channels.email.mail import Mail

_TIMEOUT = httpx.Timeout(connect=3.0, write=2.0, read=5.0, pool=1.0)
_USER_AGENT = "pawpop-monitoring"
"""Resend refuses requests without one."""
_MAX_REASON = 300
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""No connection was made, so that Resend can't have seen the request."""


@dataclass(frozen=True, slots=True)
class ResendChannel:
    """Sends mails from `sender`; `api_key` is asked for the key at each send, so that it can be rotated."""

    client: httpx.Client
    base_url: str
    api_key: Callable[[], str]
    sender: str
    name: ClassVar[str] = "email"

    def send(self, mail: Mail) -> Receipt:
        """One POST, under the key of the transition. After a time-out the next attempt uses the same key."""
        try:
            response = self.client.post(
                f"{self.base_url.rstrip('/')}/emails",
                json=self._body(mail),
                headers=self._headers(mail),
                timeout=_TIMEOUT,
            )
        except httpx.TransportError as error:
            reason = f"Resend did not answer: {type(error).__name__} {error}".strip()
            raise RetryableDeliveryError(reason, undecided=not isinstance(error, _NEVER_SENT)) from error
        return _receipt(response)

    def _body(self, mail: Mail) -> dict[str, Any]:
        return {
            "from": self.sender,
            "to": list(mail.recipients),
            "subject": mail.subject,
            "html": mail.html,
            "text": mail.text,
            "headers": dict(mail.headers),
        }

    def _headers(self, mail: Mail) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {self.api_key().strip()}",
            "User-Agent": _USER_AGENT,
            "Idempotency-Key": mail.idempotency_key,
        }


def _receipt(response: httpx.Response) -> Receipt:
    answer = _json_object(response)
    if response.is_success:
        return _accepted(answer)
    name = str(answer.get("name", ""))
    if (response.status_code, name) == ACCEPTED_BEFORE:
        return Receipt(provider_id=None, note="Resend had accepted this key before, with another body")
    verdict = judge(response.status_code, name)
    reason = _reason(response.status_code, name, str(answer.get("message", "")), verdict.advice)
    if verdict.retry:
        wait = _longer(verdict.wait, _retry_after(response.headers))
        raise RetryableDeliveryError(reason, wait, undecided=verdict.undecided)
    raise PermanentDeliveryError(reason)


def _accepted(answer: Mapping[str, Any]) -> Receipt:
    match answer.get("id"):
        case str(provider_id) if provider_id:
            return Receipt(provider_id)
        case _:
            raise RetryableDeliveryError("Resend answered with success but without an id", undecided=True)


def _json_object(response: httpx.Response) -> Mapping[str, Any]:
    """The answer's JSON object; empty for anything else, such as the HTML page of a proxy."""
    try:
        answer = response.json()
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _reason(status: int, name: str, message: str, advice: str) -> str:
    said = " ".join(part for part in (str(status), name, message) if part)
    return f"Resend answered {one_line(said, _MAX_REASON)}. {advice}".strip()


def _retry_after(headers: httpx.Headers) -> float | None:
    """Seconds, where the header says so in seconds."""
    text = headers.get("retry-after", "")
    return float(text) if text.isdecimal() else None


def _longer(first: float | None, second: float | None) -> float | None:
    given = [seconds for seconds in (first, second) if seconds is not None]
    return max(given, default=None)

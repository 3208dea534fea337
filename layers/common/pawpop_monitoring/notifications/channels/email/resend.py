"""Resend, over its HTTP API.

Not over its SDK: that costs half a second of import, keeps its key in a global, and reports a time-out
as a server's 500 without headers, so `retry-after` and "nobody knows whether it was sent" are lost.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import httpx

from pawpop_monitoring.domain.backoff import CAP_SECONDS, LONGEST_SECONDS, capped
from pawpop_monitoring.domain.errors import PermanentDeliveryError, RetryableDeliveryError, SecretUnavailableError
from pawpop_monitoring.domain.renewable import renewed
from pawpop_monitoring.domain.text import one_line
from pawpop_monitoring.notifications.channel import Receipt
from pawpop_monitoring.notifications.channels.email.answers import ACCEPTED_BEFORE, Verdict, judge
from pawpop_monitoring.notifications.channels.email.mail import Mail
from pawpop_monitoring.outbound.call_errors import CallError
from pawpop_monitoring.outbound.deadline import Deadline
from pawpop_monitoring.outbound.http_client import Answer, Request, ask

_SECONDS = 8.0
_REFUSED = (401, 403)
_USER_AGENT = "pawpop-monitoring"
"""Resend refuses requests without one."""
_MAX_REASON = 300
_UNPROCESSABLE = 422
_LONGEST_NUMBER = 10


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
            answer = self._answer(mail, Deadline(_SECONDS))
        except SecretUnavailableError as error:
            raise RetryableDeliveryError(f"Resend can't be asked without its key. {error}") from error
        except CallError as error:
            reason = one_line(f"Resend did not answer: {error}", _MAX_REASON)
            raise RetryableDeliveryError(reason, undecided=error.sent) from error
        return _receipt(answer)

    def _answer(self, mail: Mail, deadline: Deadline) -> Answer:
        """With the key that is kept; if that is refused and another is set by now, with the other."""
        key = self.api_key()
        answer = ask(self.client, self._request(mail, key), deadline)
        newer = renewed(self.api_key, key) if answer.status in _REFUSED else None
        return ask(self.client, self._request(mail, newer), deadline) if newer else answer

    def _request(self, mail: Mail, key: str) -> Request:
        url = f"{self.base_url.rstrip('/')}/emails"
        return Request(url, self._headers(mail, key), content=self._body(mail))

    def _body(self, mail: Mail) -> dict[str, Any]:
        return {
            "from": self.sender,
            "to": list(mail.recipients),
            "subject": mail.subject,
            "html": mail.html,
            "text": mail.text,
            "headers": dict(mail.headers),
        }

    def _headers(self, mail: Mail, key: str) -> dict[str, str]:
        return {
            "Authorization": f"Bearer {key.strip()}",
            "User-Agent": _USER_AGENT,
            "Idempotency-Key": mail.idempotency_key,
        }


def _receipt(answer: Answer) -> Receipt:
    content = _json_object(answer)
    if answer.is_success:
        return _accepted(content)
    name = _name(answer.status, content)
    if (answer.status, name) == ACCEPTED_BEFORE:
        return Receipt(provider_id=None, note="Resend had accepted this key before, with another body")
    verdict = judge(answer.status, name)
    reason = _reason(answer.status, name, str(content.get("message", "")), verdict.advice)
    if verdict.retry:
        wait = _wait(verdict, _retry_after(answer.headers))
        raise RetryableDeliveryError(reason, wait, undecided=verdict.undecided, needs_person=verdict.wait is not None)
    raise PermanentDeliveryError(reason, answer.status)


def _name(status: int, content: Mapping[str, Any]) -> str:
    """The error's name; of a refused sender always the documented one."""
    is_about_sender = status == _UNPROCESSABLE and "`from`" in str(content.get("message", ""))
    return "invalid_from_address" if is_about_sender else str(content.get("name", ""))


def _accepted(content: Mapping[str, Any]) -> Receipt:
    match content.get("id"):
        case str(provider_id) if provider_id:
            return Receipt(provider_id)
        case _:
            raise RetryableDeliveryError("Resend answered with success but without an id", undecided=True)


def _json_object(answer: Answer) -> Mapping[str, Any]:
    """The answer's JSON object; empty for anything else, such as the HTML page of a proxy."""
    try:
        content = answer.json()
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _reason(status: int, name: str, message: str, advice: str) -> str:
    said = " ".join(part for part in (str(status), name, message) if part)
    return f"Resend answered {one_line(said, _MAX_REASON)}. {advice}".strip()


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds, where the header says so in seconds; of those that no person lives to see, only that they are many."""
    text = headers.get("retry-after", "")
    if not (text.isascii() and text.isdecimal()):
        return None
    return float(text) if len(text) < _LONGEST_NUMBER else math.inf


def _wait(verdict: Verdict, asked: float | None) -> float | None:
    """What Resend asks for: for minutes at most, unless a person or a new day has to put it right."""
    if verdict.wait is None:
        return None if asked is None else capped(asked, CAP_SECONDS)
    return max(verdict.wait, capped(asked, LONGEST_SECONDS))

"""Mails over Resend."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import httpx

from pawpop_monitoring.domain.errors import RetryableDeliveryError, SecretUnavailableError
from pawpop_monitoring.domain.renewable import renewed
from pawpop_monitoring.notifications.channel import Receipt
from pawpop_monitoring.notifications.channels.email.answers import ACCEPTED_BEFORE, judge
from pawpop_monitoring.notifications.channels.email.mail import Mail
from pawpop_monitoring.notifications.channels.email.resend_sdk import WHO, SendParams, send
from pawpop_monitoring.notifications.channels.refusals import refused, retry_after
from pawpop_monitoring.outbound.deadline import Deadline
from pawpop_monitoring.outbound.http_client import Answer

_SECONDS = 8.0
_REFUSED = (401, 403)
_FORBIDDEN = 403
_UNPROCESSABLE = 422
_OWN_ADDRESS = "your own email address"
"""Before a domain is verified, Resend mails to the account's owner, and refuses whatever goes to others as well."""


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
        return _receipt(answer)

    def _answer(self, mail: Mail, deadline: Deadline) -> Answer:
        """With the key that is kept; if that is refused and another is set by now, with the other."""
        key = self.api_key()
        answer = self._sent(mail, key, deadline)
        newer = renewed(self.api_key, key) if answer.status in _REFUSED else None
        return self._sent(mail, newer, deadline) if newer else answer

    def _sent(self, mail: Mail, key: str, deadline: Deadline) -> Answer:
        content = self._content(mail)
        return send(self.client, self.base_url.rstrip("/"), key.strip(), content, mail.idempotency_key, deadline)

    def _content(self, mail: Mail) -> SendParams:
        return {
            "from": self.sender,
            "to": list(mail.recipients),
            "subject": mail.subject,
            "html": mail.html,
            "text": mail.text,
            "headers": dict(mail.headers),
        }


def _receipt(answer: Answer) -> Receipt:
    content = _json_object(answer)
    if answer.is_success:
        return _accepted(content)
    name = _name(answer.status, content)
    if (answer.status, name) == ACCEPTED_BEFORE:
        return Receipt(provider_id=None, note="Resend had accepted this key before, with another body")
    words = " ".join(part for part in (str(answer.status), name, str(content.get("message", ""))) if part)
    error = refused(WHO, words, judge(answer.status, name), retry_after(answer.headers), answer.status)
    if isinstance(error, RetryableDeliveryError):
        error.of_somebody = answer.status == _FORBIDDEN and _OWN_ADDRESS in words
    raise error


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

"""Resend's answer to GET /emails/{id}: who it went to, and what became of it last."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from pawpop_monitoring.domain.renewable import renewed
from pawpop_monitoring.domain.text import one_line
from pawpop_monitoring.outbound.call_errors import CallError
from pawpop_monitoring.outbound.deadline import Deadline
from pawpop_monitoring.outbound.http_client import Answer, Request, ask
from pawpop_monitoring.tracking.mail_events import MailEvent, last_event
from pawpop_monitoring.tracking.mail_inquiry import NotToldError, TooOftenError

_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
_SECONDS = 5.0
_REFUSED = (401, 403)
_NOT_KNOWN = (400, 404, 410, 422)
"""Of a mail that Resend has forgotten, or that another provider sent."""
_TOO_OFTEN = 429
_SENDING_ONLY = "restricted_api_key"
_MAX_REASON = 200


@dataclass(frozen=True, slots=True)
class ResendMails:
    """Implements mail_inquiry.Provider; `api_key` is asked at each call, so that the key can be rotated."""

    client: httpx.Client
    base_url: str
    api_key: Callable[[], str]

    def event(self, mail_id: str, deadline: Deadline) -> MailEvent | None:
        """See mail_inquiry.Provider; of what can be no id of Resend's nothing is known."""
        if not _ID.fullmatch(mail_id):
            return None
        try:
            answer = self._answer(mail_id, Deadline(min(_SECONDS, deadline.expect())))
        except CallError as error:
            raise NotToldError(one_line(f"Resend did not answer: {error}", _MAX_REASON)) from error
        if answer.is_success:
            return _event(answer)
        if answer.status in _NOT_KNOWN:
            return None
        raise (TooOftenError if answer.status == _TOO_OFTEN else NotToldError)(_reason(answer))

    def _answer(self, mail_id: str, deadline: Deadline) -> Answer:
        key = self.api_key()
        answer = ask(self.client, self._request(mail_id, key), deadline)
        refused = answer.status in _REFUSED and _SENDING_ONLY not in answer.text
        newer = renewed(self.api_key, key) if refused else None
        return ask(self.client, self._request(mail_id, newer), deadline) if newer else answer

    def _request(self, mail_id: str, key: str) -> Request:
        headers = {"Authorization": f"Bearer {key.strip()}", "User-Agent": "pawpop-monitoring"}
        return Request(f"{self.base_url.rstrip('/')}/emails/{mail_id}", headers)


def _event(answer: Answer) -> MailEvent | None:
    try:
        return last_event(answer.json())
    except ValueError:
        return None


def _reason(answer: Answer) -> str:
    if answer.status in _REFUSED and _SENDING_ONLY in answer.text:
        return "The Resend API key may only send: without full access, bounces are known through the webhook alone."
    return one_line(f"Resend answered {answer.status} {answer.text}", _MAX_REASON)

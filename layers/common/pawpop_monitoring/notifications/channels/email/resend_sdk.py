"""Resend's SDK over our own HTTP client, which caps the time and the size of whatever answers."""

from collections.abc import Mapping
from threading import Lock
from typing import Any

import httpx
import resend
from resend.http_client import HTTPClient

from pawpop_monitoring.domain.errors import RetryableDeliveryError
from pawpop_monitoring.notifications.channels.asking import asked
from pawpop_monitoring.outbound.deadline import Deadline
from pawpop_monitoring.outbound.http_client import Answer, Request

WHO = "Resend"
_USER_AGENT = "pawpop-monitoring"

type SendParams = resend.Emails.SendParams

_one_at_a_time = Lock()
"""The SDK keeps its key, its address and its client in globals."""


def send(client: httpx.Client, base_url: str, key: str, mail: SendParams, once: str, deadline: Deadline) -> Answer:
    """What Resend answers to this mail, under the idempotency key `once`; RetryableDeliveryError if nothing came.

    The SDK turns a time-out and whatever it can't read into one and the same error, so that what came is handed on.
    """
    line = _Line(client, deadline)
    with _one_at_a_time:
        resend.api_key, resend.api_url, resend.default_http_client = key, base_url, line
        try:
            resend.Emails.send(mail, {"idempotency_key": once})
        except Exception:
            if line.came is None:
                raise
    if isinstance(line.came, Answer):
        return line.came
    raise line.came or RuntimeError("the SDK has asked nothing")


class _Line(HTTPClient):
    """Carries one request of the SDK; `came` is the answer, or why there is none."""

    def __init__(self, client: httpx.Client, deadline: Deadline) -> None:
        self._client = client
        self._deadline = deadline
        self.came: Answer | RetryableDeliveryError | None = None

    def request(
        self,
        method: str,  # noqa: ARG002  whoever sends content posts it
        url: str,
        headers: Mapping[str, str],
        json: dict[str, object] | list[object] | None = None,
        files: dict[str, Any] | None = None,  # noqa: ARG002
        data: dict[str, str] | None = None,  # noqa: ARG002
    ) -> tuple[bytes, int, Mapping[str, str]]:
        content = json if isinstance(json, dict) else {}
        request = Request(url, {**headers, "User-Agent": _USER_AGENT}, content=content)
        try:
            self.came = answer = asked(WHO, self._client, request, deadline=self._deadline)
        except RetryableDeliveryError as error:
            self.came = error
            raise
        return answer.body, answer.status, answer.headers

"""Stripe's SDK over our own HTTP client, which caps the time and the size of whatever answers.

What the SDK raises does not tell a page of a proxy from a refusal of Stripe, so what came is kept beside it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import stripe
from stripe._v1_services import V1Services

from pawpop_monitoring.domain.bounded_json import fit_json_text
from pawpop_monitoring.outbound.call_errors import CallError
from pawpop_monitoring.outbound.deadline import Deadline
from pawpop_monitoring.outbound.http_client import Answer, Request, ask

_USER_AGENT = "pawpop-monitoring"

# It would keep an identity in the home folder, which is read-only here, and send what this runs on.
stripe.enable_telemetry = False

type Call = Callable[[V1Services], stripe.StripeObject]


@dataclass(frozen=True, slots=True)
class Said:
    """What came, and the object that the SDK makes of it: None for a refusal and for what is none of Stripe's."""

    answer: Answer
    content: Mapping[str, Any] | None


class OneCall:
    """One request with this key. The first one made loads most of the SDK, so it is made before a clock runs."""

    def __init__(self, client: httpx.Client, base_url: str, key: str) -> None:
        """`base_url` is that of the API, with or without a slash at its end."""
        self._line = _Line(client)
        self._sdk = stripe.StripeClient(
            key, http_client=self._line, max_network_retries=0, base_addresses={"api": base_url.rstrip("/")}
        )

    def make(self, call: Call, deadline: Deadline) -> Said:
        """Asks once; CallError if there is no answer, or half of one, by the deadline."""
        self._line.deadline = deadline
        try:
            content = call(self._sdk.v1).to_dict()
        except CallError:
            raise
        except Exception:
            # The SDK stumbles in many ways over what is not Stripe's; what came says more than that.
            if self._line.answer is None:
                raise
            content = None
        return Said(self._answered(), content)

    def _answered(self) -> Answer:
        if self._line.answer is None:
            raise RuntimeError("the call has asked nothing")
        return self._line.answer


class _Line(stripe.HTTPClient):
    """Carries one request of the SDK."""

    name = "httpx"

    def __init__(self, client: httpx.Client) -> None:
        super().__init__()
        self._client = client
        self.deadline = Deadline(0)
        self.answer: Answer | None = None

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        *,
        _usage: list[str] | None = None,
    ) -> tuple[str, int, Mapping[str, str]]:
        body = None if method == "get" else str(post_data or "").encode()
        request = Request(url, {**(headers or {}), "User-Agent": _USER_AGENT}, body=body)
        self.answer = ask(self._client, request, self.deadline)
        return fit_json_text(self.answer.text), self.answer.status, self.answer.headers

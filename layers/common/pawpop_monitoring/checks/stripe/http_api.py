"""Stripe's API over plain HTTP.

Not over its SDK: half a second of import and its own retries, for three GETs whose failures have to be told
apart in more detail than its exceptions do.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from pawpop_monitoring.checks.stripe import http_trouble
from pawpop_monitoring.domain.readings.stripe import Endpoint, Trouble, TroubleKind, Undelivered
from pawpop_monitoring.domain.text import one_line
from pawpop_monitoring.outbound.call_errors import CallError
from pawpop_monitoring.outbound.deadline import Deadline
from pawpop_monitoring.outbound.http_client import Answer, Request, ask

_CALL_SECONDS = 2.5
_SHORTEST_SECONDS = 0.05
_PAGE = 100
_USER_AGENT = "pawpop-monitoring"
_LONGEST_NAME = 100
_END_OF_TIME = 253_402_300_800
"""The year 10000, in seconds since 1970."""

IN_FLIGHT = timedelta(seconds=300)
"""An event that is younger may just be on its way."""
STILL_TRIED = timedelta(days=3)
"""An older event is given up by Stripe. It counts as undelivered for a month, and nothing would end the alert."""

WATCHED_TYPES = (
    "charge.dispute.created",
    "charge.refunded",
    "checkout.session.async_payment_failed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.completed",
    "checkout.session.expired",
    "customer.subscription.created",
    "customer.subscription.deleted",
    "customer.subscription.updated",
    "invoice.paid",
    "invoice.payment_failed",
    "payment_intent.canceled",
    "payment_intent.payment_failed",
    "payment_intent.succeeded",
)
"""What a shop acts on; Stripe takes twenty types at most."""


@dataclass(frozen=True, slots=True)
class HttpStripeApi:
    """Implements checks.stripe.port.StripeApi.

    `api_key` may be some minutes old; `renewed_api_key` is asked when Stripe rejects it, so that a key that
    was just rolled is no outage.
    """

    client: httpx.Client
    base_url: str
    api_key: Callable[[], str]
    renewed_api_key: Callable[[], str]

    def probe(self, seconds: float) -> float | Trouble:
        """GET /v1/balance: the cheapest call that every key can be tried with."""
        answer = self._ask("balance", {}, seconds)
        if isinstance(answer, Trouble):
            return answer
        content = http_trouble.read(answer, "balance")
        if isinstance(content, Trouble):
            return content
        return answer.milliseconds if content.get("object") == "balance" else http_trouble.NOT_STRIPE

    def endpoints(self, seconds: float) -> tuple[Endpoint, ...] | Trouble:
        """GET /v1/webhook_endpoints."""
        answer = self._get("webhook_endpoints", {"limit": _PAGE}, seconds)
        items = answer if isinstance(answer, Trouble) else _items(answer)
        return items if isinstance(items, Trouble) else tuple(_endpoint(item) for item in items)

    def undelivered(self, now: datetime, seconds: float) -> Undelivered | Trouble:
        """GET /v1/events, of those that some endpoint has not taken and that Stripe still tries to deliver."""
        query = {
            "delivery_success": "false",
            "types[]": WATCHED_TYPES,
            "created[gte]": int((now - STILL_TRIED).timestamp()),
            "created[lte]": int((now - IN_FLIGHT).timestamp()),
            "limit": _PAGE,
        }
        answer = self._get("events", query, seconds)
        if isinstance(answer, Trouble):
            return answer
        items = _items(answer)
        return items if isinstance(items, Trouble) else _undelivered(items, more=answer.get("has_more") is True)

    def _get(self, path: str, query: Mapping[str, Any], seconds: float) -> Mapping[str, Any] | Trouble:
        answer = self._ask(path, query, seconds)
        return answer if isinstance(answer, Trouble) else http_trouble.read(answer, path)

    def _ask(self, path: str, query: Mapping[str, Any], seconds: float) -> Answer | Trouble:
        limit = min(seconds, _CALL_SECONDS)
        if limit < _SHORTEST_SECONDS:
            return Trouble(TroubleKind.NO_ANSWER, "There was no time left to ask Stripe.")
        key = self.api_key().strip()  # before the clock runs: to fetch it is no business of Stripe's
        try:
            return self._send(key, path, query, Deadline(limit))
        except CallError as error:
            return http_trouble.of_error(error, limit)

    def _send(self, key: str, path: str, query: Mapping[str, Any], deadline: Deadline) -> Answer:
        answer = self._send_with(key, path, query, deadline)
        if answer.status == httpx.codes.UNAUTHORIZED and (renewed := self.renewed_api_key().strip()) != key:
            return self._send_with(renewed, path, query, deadline)
        return answer

    def _send_with(self, key: str, path: str, query: Mapping[str, Any], deadline: Deadline) -> Answer:
        headers = {"Authorization": f"Bearer {key}", "User-Agent": _USER_AGENT}
        return ask(self.client, Request(f"{self.base_url.rstrip('/')}/v1/{path}", headers, query), deadline)


def _items(answer: Mapping[str, Any]) -> Sequence[Mapping[str, Any]] | Trouble:
    data = answer.get("data")
    if isinstance(data, list) and all(isinstance(item, dict) for item in data):
        return data
    return http_trouble.NOT_STRIPE


def _endpoint(item: Mapping[str, Any]) -> Endpoint:
    # Without its query: that may hold a secret, and this goes into a mail.
    url = str(item.get("url", "")).partition("?")[0]
    identity = one_line(str(item.get("id", "")), _LONGEST_NAME)
    return Endpoint(id=identity, url=one_line(url, 200), enabled=item.get("status") != "disabled")


def _undelivered(items: Sequence[Mapping[str, Any]], *, more: bool) -> Undelivered:
    created = [item["created"] for item in items if _is_moment(item.get("created"))]
    return Undelivered(
        count=len(items),
        more=more,
        oldest=datetime.fromtimestamp(min(created), UTC) if created else None,
        types=tuple(sorted({one_line(str(item.get("type", "")), _LONGEST_NAME) for item in items})),
    )


def _is_moment(value: object) -> bool:
    return isinstance(value, int) and 0 <= value < _END_OF_TIME

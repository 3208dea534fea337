"""Stripe's API over plain HTTP.

Not over its SDK: half a second of import and its own retries, for three GETs whose failures have to be told
apart in more detail than its exceptions do.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from pawpop_monitoring.checks.background import in_background
from pawpop_monitoring.checks.stripe import http_trouble
from pawpop_monitoring.domain.readings.stripe import Endpoint, Trouble, TroubleKind, Undelivered

_CALL_SECONDS = 2.5
_SHORTEST_SECONDS = 0.05
_PAGE = 100
_USER_AGENT = "pawpop-monitoring"

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
    was just rolled is no outage. Each call runs in the background, since the client's time-outs leave out name
    resolution and start anew with each byte.
    """

    client: httpx.Client
    base_url: str
    api_key: Callable[[], str]
    renewed_api_key: Callable[[], str]

    def probe(self, seconds: float) -> float | Trouble:
        """GET /v1/balance: the cheapest call that every key can be tried with."""
        response = self._ask("balance", {}, seconds)
        if isinstance(response, Trouble):
            return response
        answer = http_trouble.read(response, "balance")
        if isinstance(answer, Trouble):
            return answer
        return _milliseconds(response) if answer.get("object") == "balance" else http_trouble.NOT_STRIPE

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
        response = self._ask(path, query, seconds)
        return response if isinstance(response, Trouble) else http_trouble.read(response, path)

    def _ask(self, path: str, query: Mapping[str, Any], seconds: float) -> httpx.Response | Trouble:
        limit = min(seconds, _CALL_SECONDS)
        if limit < _SHORTEST_SECONDS:
            return Trouble(TroubleKind.NO_ANSWER, "There was no time left to ask Stripe.")
        key = self.api_key().strip()  # before the clock runs: to fetch it is no business of Stripe's
        try:
            return in_background(lambda: self._send(key, path, query, limit)).result(limit)
        except TimeoutError:
            return http_trouble.too_slow(limit)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return http_trouble.of_error(error, limit)
        except UnicodeEncodeError:
            return http_trouble.UNREADABLE_KEY

    def _send(self, key: str, path: str, query: Mapping[str, Any], limit: float) -> httpx.Response:
        response = self._send_with(key, path, query, limit)
        if response.status_code == httpx.codes.UNAUTHORIZED and (renewed := self.renewed_api_key().strip()) != key:
            return self._send_with(renewed, path, query, limit)
        return response

    def _send_with(self, key: str, path: str, query: Mapping[str, Any], limit: float) -> httpx.Response:
        return self.client.get(
            f"{self.base_url.rstrip('/')}/v1/{path}",
            params=query,
            headers={"Authorization": f"Bearer {key}", "User-Agent": _USER_AGENT},
            timeout=limit,
        )


def _milliseconds(response: httpx.Response) -> float:
    return response.elapsed.total_seconds() * 1000


def _items(answer: Mapping[str, Any]) -> Sequence[Mapping[str, Any]] | Trouble:
    data = answer.get("data")
    if isinstance(data, list) and all(isinstance(item, dict) for item in data):
        return data
    return http_trouble.NOT_STRIPE


def _endpoint(item: Mapping[str, Any]) -> Endpoint:
    # Without its query: that may hold a secret, and this goes into a mail.
    url = str(item.get("url", "")).partition("?")[0]
    return Endpoint(id=str(item.get("id", "")), url=url[:200], enabled=item.get("status") != "disabled")


def _undelivered(items: Sequence[Mapping[str, Any]], *, more: bool) -> Undelivered:
    created = [item["created"] for item in items if isinstance(item.get("created"), int)]
    return Undelivered(
        count=len(items),
        more=more,
        oldest=datetime.fromtimestamp(min(created), UTC) if created else None,
        types=tuple(sorted({str(item.get("type", "")) for item in items})),
    )

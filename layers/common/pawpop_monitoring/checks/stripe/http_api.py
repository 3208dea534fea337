"""What Stripe's API says of itself, of its webhook endpoints and of what it could not deliver."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, TypeGuard

import httpx
from stripe.params import EventListParams, EventListParamsCreated

from pawpop_monitoring.checks.stripe import http_trouble
from pawpop_monitoring.checks.stripe.sdk import Call, OneCall, Said
from pawpop_monitoring.domain.readings.stripe import Endpoint, Trouble, TroubleKind, Undelivered
from pawpop_monitoring.domain.text import one_line
from pawpop_monitoring.outbound.call_errors import CallError
from pawpop_monitoring.outbound.deadline import Deadline
from pawpop_monitoring.outbound.http_client import Answer
from pawpop_monitoring.outbound.http_date import http_date

_CALL_SECONDS = 2.5
_SHORTEST_SECONDS = 0.05
_PAGE = 100
_LONGEST_NAME = 100
_END_OF_TIME = 253_402_300_800
"""The year 10000, in seconds since 1970."""

IN_FLIGHT = timedelta(seconds=300)
"""An event that is younger may just be on its way."""
_CLOCKS_APART = timedelta(hours=1)
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
        said = self._ask(lambda v1: v1.balance.retrieve(), seconds)
        if isinstance(said, Trouble):
            return said
        content = _content(said, "balance")
        if isinstance(content, Trouble):
            return content
        return said.answer.milliseconds if content.get("object") == "balance" else http_trouble.NOT_STRIPE

    def endpoints(self, seconds: float) -> tuple[Endpoint, ...] | Trouble:
        """GET /v1/webhook_endpoints."""
        content = self._get("webhook_endpoints", lambda v1: v1.webhook_endpoints.list({"limit": _PAGE}), seconds)
        items = content if isinstance(content, Trouble) else _items(content)
        return items if isinstance(items, Trouble) else tuple(_endpoint(item) for item in items)

    def undelivered(self, now: datetime, seconds: float) -> Undelivered | Trouble:
        """GET /v1/events, of those that some endpoint has not taken and that Stripe still tries to deliver.

        What is just on its way is told by Stripe's own clock, as ours may be some minutes ahead.
        """
        created: EventListParamsCreated = {
            "gte": int((now - STILL_TRIED).timestamp()),
            "lte": int((now - IN_FLIGHT).timestamp()),
        }
        query: EventListParams = {
            "delivery_success": False,
            "types": list(WATCHED_TYPES),
            "created": created,
            "limit": _PAGE,
        }
        said = self._ask(lambda v1: v1.events.list(query), seconds)
        if isinstance(said, Trouble):
            return said
        content = _content(said, "events")
        if isinstance(content, Trouble):
            return content
        items, before = _items(content), _their_now(said.answer, now) - IN_FLIGHT
        if isinstance(items, Trouble):
            return items
        return _undelivered([item for item in items if _came(item, before)], more=content.get("has_more") is True)

    def _get(self, what: str, call: Call, seconds: float) -> Mapping[str, Any] | Trouble:
        said = self._ask(call, seconds)
        return said if isinstance(said, Trouble) else _content(said, what)

    def _ask(self, call: Call, seconds: float) -> Said | Trouble:
        limit = min(seconds, _CALL_SECONDS)
        if limit < _SHORTEST_SECONDS:
            return Trouble(TroubleKind.NO_ANSWER, "There was no time left to ask Stripe.")
        key = self.api_key().strip()  # before the clock runs: to fetch it is no business of Stripe's
        first = OneCall(self.client, self.base_url, key)
        try:
            return self._asked(first, key, call, Deadline(limit))
        except CallError as error:
            return http_trouble.of_error(error, limit)

    def _asked(self, first: OneCall, key: str, call: Call, deadline: Deadline) -> Said:
        said = first.make(call, deadline)
        if said.answer.status == httpx.codes.UNAUTHORIZED and (renewed := self.renewed_api_key().strip()) != key:
            return OneCall(self.client, self.base_url, renewed).make(call, deadline)
        return said


def _content(said: Said, what: str) -> Mapping[str, Any] | Trouble:
    return http_trouble.of_answer(said.answer, what) if said.content is None else said.content


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


def _their_now(answer: Answer, now: datetime) -> datetime:
    """By the Date of the answer; ours, if it has none, or one that no clock is off by."""
    theirs = http_date(answer.headers.get("date", ""))
    return theirs if theirs is not None and timedelta() < now - theirs < _CLOCKS_APART else now


def _came(item: Mapping[str, Any], before: datetime) -> bool:
    """Whether an event is older than that; what does not say is."""
    created = item.get("created")
    return not _is_moment(created) or datetime.fromtimestamp(created, UTC) <= before


def _undelivered(items: Sequence[Mapping[str, Any]], *, more: bool) -> Undelivered:
    created = [item["created"] for item in items if _is_moment(item.get("created"))]
    return Undelivered(
        count=len(items),
        more=more,
        oldest=datetime.fromtimestamp(min(created), UTC) if created else None,
        types=tuple(sorted({one_line(str(item.get("type", "")), _LONGEST_NAME) for item in items})),
    )


def _is_moment(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and 0 <= value < _END_OF_TIME

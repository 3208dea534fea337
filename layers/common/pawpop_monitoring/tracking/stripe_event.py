"""An event of Stripe, snapshot or thin: what is kept of it, and nothing that is personal."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple

from pawpop_monitoring.tracking.refusal import DeliveryRefusedError, Reason

_ID = re.compile(r"[A-Za-z0-9_]{1,255}")
_TYPE = re.compile(r"[!-~]{1,255}")
"""Stripe's second version has brackets in some: v2.core.account[requirements].updated."""
_ACCOUNT = re.compile(r"[A-Za-z0-9_/]{1,255}")
_CODE = re.compile(r"[a-z0-9_]{1,100}")
_CURRENCY = re.compile(r"[a-z]{3}")
_LARGEST_AMOUNT = 2**63 - 1
_PAYER_DIGITS = 16

_PAYMENT_OUTCOMES = {"payment_intent.succeeded": "succeeded", "payment_intent.payment_failed": "failed"}


class Payment(NamedTuple):
    """How an attempt to pay ended; `amount` in the currency's smallest unit.

    `payer` stands for the card that failed or, without one, the customer, and tells nobody who that is.
    """

    intent: str
    outcome: str
    decline_code: str | None
    amount: int | None
    currency: str | None
    payer: str | None = None


class StripeEvent(NamedTuple):
    """What a delivery tells. A thin event names its object only, so it never has a payment.

    `livemode` is False for Stripe's test mode, `account` that of a connected account; each is None if it is not told.
    """

    id: str
    type: str
    payment: Payment | None
    livemode: bool | None = None
    account: str | None = None
    occurred_at: datetime | None = None

    @classmethod
    def read(cls, body: bytes) -> "StripeEvent":
        """The event in `body`; DeliveryRefusedError if it is none."""
        content = _json_object(body)
        event_id, event_type = _matching(_ID, content.get("id")), _matching(_TYPE, content.get("type"))
        if event_id is None or event_type is None:
            raise DeliveryRefusedError(Reason.UNREADABLE)
        livemode, account = content.get("livemode"), content.get("account") or content.get("context")
        return cls(
            id=event_id,
            type=event_type,
            payment=_payment(event_type, content),
            livemode=livemode if isinstance(livemode, bool) else None,
            account=_matching(_ACCOUNT, account),
            occurred_at=_moment(content.get("created")),
        )


def _json_object(body: bytes) -> Mapping[str, Any]:
    try:
        content = json.loads(body)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        raise DeliveryRefusedError(Reason.UNREADABLE)
    return content


def _payment(event_type: str, content: Mapping[str, Any]) -> Payment | None:
    outcome = _PAYMENT_OUTCOMES.get(event_type)
    intent = _member(_member(content, "data"), "object")
    intent_id = _matching(_ID, intent.get("id"))
    if outcome is None or intent_id is None:
        return None
    error = _member(intent, "last_payment_error") if outcome == "failed" else {}
    return Payment(
        intent=intent_id,
        outcome=outcome,
        decline_code=_matching(_CODE, error.get("decline_code")) or _matching(_CODE, error.get("code")),
        amount=_amount(intent.get("amount")),
        currency=_matching(_CURRENCY, intent.get("currency")),
        payer=_payer(intent, error),
    )


def _payer(intent: Mapping[str, Any], error: Mapping[str, Any]) -> str | None:
    card = _member(_member(error, "payment_method"), "card").get("fingerprint")
    known = _matching(_ID, card) or _matching(_ID, intent.get("customer"))
    return sha256(known.encode()).hexdigest()[:_PAYER_DIGITS] if known and error else None


def _moment(value: object) -> datetime | None:
    """Seconds since the epoch, or, in Stripe's second version, ISO 8601."""
    try:
        if isinstance(value, str):
            moment = datetime.fromisoformat(value)
            return moment.astimezone(UTC) if moment.tzinfo else None
        seconds = isinstance(value, int) and not isinstance(value, bool)
        return datetime.fromtimestamp(value, UTC) if seconds else None  # type: ignore[arg-type]
    except (ValueError, OverflowError, OSError):
        return None


def _member(content: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = content.get(name)
    return value if isinstance(value, dict) else {}


def _matching(pattern: re.Pattern[str], value: object) -> str | None:
    return value if isinstance(value, str) and pattern.fullmatch(value) else None


def _amount(value: object) -> int | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 <= value <= _LARGEST_AMOUNT else None

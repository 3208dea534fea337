"""A delivery as API Gateway hands it over."""

import base64
from collections.abc import Mapping
from typing import Any, NamedTuple

from pawpop_monitoring.tracking.refusal import DeliveryRefusedError, Reason

LARGEST_BODY = 1_048_576
"""Bytes. Far above what Stripe sends, far below what would cost us time."""

LOOP_HEADER = "x-pawpop-forwarded"
"""Marks what this function has passed on, so that it never takes it back."""


class Delivery(NamedTuple):
    """The untouched body, and the headers with names in lower case."""

    body: bytes
    headers: Mapping[str, str]

    @classmethod
    def of(cls, event: Mapping[str, Any]) -> "Delivery":
        """Read an API Gateway proxy event; DeliveryRefusedError if there is nothing to verify in it."""
        headers = _headers(event)
        if LOOP_HEADER in headers:
            raise DeliveryRefusedError(Reason.LOOP)
        return cls(_body(event), headers)


def _headers(event: Mapping[str, Any]) -> dict[str, str]:
    given = event.get("headers")
    pairs = given.items() if isinstance(given, dict) else ()
    return {str(name).lower(): value for name, value in pairs if isinstance(value, str)}


def _body(event: Mapping[str, Any]) -> bytes:
    text = event.get("body") or ""
    try:
        body = base64.b64decode(text, validate=True) if event.get("isBase64Encoded") else text.encode()
    except (ValueError, TypeError, AttributeError):
        raise DeliveryRefusedError(Reason.UNREADABLE) from None
    if len(body) > LARGEST_BODY:
        raise DeliveryRefusedError(Reason.TOO_LARGE)
    return body

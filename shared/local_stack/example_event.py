"""The examples under events/ hold placeholders for what is fresh each time: tokens, yesterday, Stripe's signature."""

import json
from datetime import datetime, timedelta
from typing import Any

from local_stack.stripe_signature import stripe_signature

_SIGNATURE = "<stripe signature>"


def filled_in(text: str, *, read_token: str, stripe_secret: str, now: datetime) -> dict[str, Any]:
    """The event that a function is invoked with: `<token>` may read, `<yesterday>` is a moment; Stripe signs."""
    yesterday = (now - timedelta(days=1)).isoformat()
    event: dict[str, Any] = json.loads(text.replace("<token>", read_token).replace("<yesterday>", yesterday))
    headers = event.get("headers") or {}
    if headers.get("Stripe-Signature") == _SIGNATURE:
        headers["Stripe-Signature"] = stripe_signature(event["body"], stripe_secret, now)
    return event

"""The examples under events/ hold placeholders for what is fresh each time: tokens, yesterday, Stripe's signature."""

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any

_SIGNATURE = "<stripe signature>"


def filled_in(text: str, *, read_token: str, stripe_secret: str, now: datetime) -> dict[str, Any]:
    """The event that a function is invoked with: `<token>` may read, `<yesterday>` is a moment; Stripe signs."""
    yesterday = (now - timedelta(days=1)).isoformat()
    event: dict[str, Any] = json.loads(text.replace("<token>", read_token).replace("<yesterday>", yesterday))
    headers = event.get("headers") or {}
    if headers.get("Stripe-Signature") == _SIGNATURE:
        headers["Stripe-Signature"] = _signature(event["body"], stripe_secret, int(now.timestamp()))
    return event


def _signature(body: str, secret: str, at: int) -> str:
    digest = hmac.new(secret.encode(), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"

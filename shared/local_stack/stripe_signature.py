"""What Stripe puts into the header `Stripe-Signature` of a delivery."""

import hashlib
import hmac
from datetime import datetime


def stripe_signature(body: str, secret: str, now: datetime) -> str:
    """The signature of `body`, of that moment, with the endpoint's signing secret."""
    at = int(now.timestamp())
    digest = hmac.new(secret.encode(), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"

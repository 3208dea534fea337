"""localstripe as the shop's payment provider: takes payments, and tells the deployed webhook what became of them."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import httpx
import stripe

from local_stack import ports
from tests.e2e.waiting import eventually

_KEY = "sk_test_1234567890"


@dataclass(frozen=True)
class PaymentProvider:
    """A running localstripe. It tells of an event about a second later, once, signed for the second it was made in."""

    url: str

    def pay(self, card: str) -> str:
        """Try to pay 49 dollars with the card of that number; the id of the payment intent, whatever its outcome."""
        client = stripe.StripeClient(_KEY, base_addresses={"api": self.url}, max_network_retries=0)
        method = client.v1.payment_methods.create(
            {"type": "card", "card": {"number": card, "exp_month": 12, "exp_year": 2034, "cvc": "123"}}
        )
        intent = client.v1.payment_intents.create({"amount": 4900, "currency": "usd", "payment_method": method.id})
        # That a card is declined is an outcome too, of which the webhook tells.
        with suppress(stripe.CardError):
            client.v1.payment_intents.confirm(intent.id)
        return intent.id


@contextmanager
def payment_provider(webhook_url: str, secret: str) -> Iterator[PaymentProvider]:
    """A localstripe that signs its deliveries to `webhook_url` with `secret`."""
    port = ports.any_free()
    url = f"http://{ports.LOOPBACK}:{port}"
    command = [sys.executable, "-m", "localstripe", "--port", str(port), "--from-scratch"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            eventually(lambda: process.poll() is not None or not ports.is_free(port), "localstripe to listen")
            endpoint = {"url": webhook_url, "secret": secret}
            httpx.post(f"{url}/_config/webhooks/monitor", data=endpoint).raise_for_status()
            yield PaymentProvider(url)
        finally:
            process.terminate()

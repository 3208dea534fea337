"""Payments at localstripe, told to the deployed webhook by its own signed deliveries."""

from collections.abc import Iterator

import pytest

from tests.e2e.shop import Shop
from tests.e2e.stripe_emulation import PaymentProvider, payment_provider

pytestmark = pytest.mark.e2e

WORKING_CARD = "4242424242424242"
DECLINED_CARD = "4000000000000341"
PAYMENTS = """SELECT payment_intent, event_type, payment_outcome, amount, currency FROM stripe_webhook_events
  WHERE event_type LIKE 'payment_intent.%' ORDER BY payment_outcome"""


@pytest.fixture
def provider(shop: Shop) -> Iterator[PaymentProvider]:
    url = f"{shop.stack.api_url}/api/monitoring/webhooks/stripe"
    with payment_provider(url, shop.stack.stripe_webhook_secret) as started:
        yield started


def test_payments_become_rows_with_their_outcome(shop: Shop, provider: PaymentProvider) -> None:
    paid = provider.pay(WORKING_CARD)
    declined = provider.pay(DECLINED_CARD)

    expected = [
        (declined, "payment_intent.payment_failed", "failed", 4900, "usd"),
        (paid, "payment_intent.succeeded", "succeeded", 4900, "usd"),
    ]
    shop.wait_for_rows(PAYMENTS, expected)

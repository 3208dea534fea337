"""Warm time of the webhook's handler: all its own work, with a queue that takes everything at once."""

import time
from collections.abc import Callable
from typing import Any

import stripe

from tests.benchmarks.table import percentile, print_table
from tests.factories import NOW
from tests.unit.tracking.deliveries import SECRET, Webhook, make_event_body, make_request

_RUNS = 5_000


def main() -> None:
    """p50 and p99 in ms, against the signature check of Stripe's SDK alone."""
    webhook = Webhook()
    request = make_request(make_event_body(padding="x" * 3000))
    header = request["headers"]["Stripe-Signature"]
    # The SDK compares with the real time.
    tolerance = int(time.time() - NOW.timestamp()) + 10_000_000

    def by_sdk() -> Any:
        return stripe.Webhook.construct_event(request["body"], header, SECRET, tolerance=tolerance)

    rows = [_measured("stripe_webhook", lambda: webhook(request)), _measured("stripe SDK, verifying only", by_sdk)]
    print_table("Handler, warm (ms)", ["", "p50", "p99"], rows)


def _measured(name: str, call: Callable[[], Any]) -> list[object]:
    times = []
    for _ in range(_RUNS):
        started = time.perf_counter()
        call()
        times.append((time.perf_counter() - started) * 1000)
    return [name, percentile(times, 50), percentile(times, 99)]

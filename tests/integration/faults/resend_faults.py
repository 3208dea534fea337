"""What Resend answers on a bad day, as its sandbox plays it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import httpx

from pawpop_monitoring.notifications.channels.email import resend
from tests.fakes.hostile_server import hostile_server
from tests.integration.faults.fault import Fault, KeptBack
from tests.integration.faults.shop import Shop

_PATIENCE_SECONDS, _LATENCY_MS = 0.1, 250
_QUOTA = {"statusCode": 429, "name": "daily_quota_exceeded", "message": "You have reached your daily quota."}
HOSTILE = ("bomb", "dripping", "surrogate", "endless", "noncharacter")
_HALF = {"Content-Length": "5000", "Connection": "close"}


def _fault(
    name: str,
    minutes: int = 5,
    patience: float | None = None,
    keeps_back: KeptBack = KeptBack.EVERYTHING,
    **injected: Any,
) -> Fault:
    @contextmanager
    def strike(shop: Shop) -> Iterator[None]:
        address = f"{shop.sandbox_url}/_faults/resend"
        httpx.put(address, json=injected).raise_for_status()
        shop.line.patience = patience
        shop.ses_is_configured = keeps_back is KeptBack.NOTHING
        try:
            yield
        finally:
            httpx.delete(address).raise_for_status()
            shop.line.patience = None

    return Fault(
        name=f"Resend: {name}",
        strike=strike,
        noticed=lambda shop: shop.failed_attempts() > 0,
        lasts=timedelta(minutes=minutes),
        keeps_back=keeps_back,
    )


@contextmanager
def hostile(shop: Shop) -> Iterator[None]:
    """Whoever answers in its place: each attempt meets another kind."""
    with hostile_server() as server, patch.object(resend, "_SECONDS", _PATIENCE_SECONDS):
        shop.line.led_astray = [server.url(mode) for mode in HOSTILE]
        try:
            yield
        finally:
            shop.line.led_astray = []


RESEND_FAULTS = (
    _fault("429, retry-after", status=429, headers={"retry-after": "17"}, remaining=2),
    _fault("429, quota used up", status=429, body=_QUOTA),
    _fault("500", status=500, remaining=3),
    _fault("time-out after accepting", patience=_PATIENCE_SECONDS, latency_ms=_LATENCY_MS, remaining=1),
    _fault("down for an hour", minutes=60, status=503),
    _fault("down for an hour, with SES", minutes=60, keeps_back=KeptBack.NOTHING, status=503),
    _fault("200 with a web page", body="<html>It works!</html>", headers={"Content-Type": "text/html"}, remaining=2),
    _fault("200 with half a body", body='{"id": "4ef9a417', headers=_HALF, remaining=2),
    _fault("hangs up", drop=True, remaining=2),
    Fault(
        name="Resend: hostile bodies",
        strike=hostile,
        noticed=lambda shop: shop.failed_attempts() > 0,
        lasts=timedelta(minutes=30),
        keeps_back=KeptBack.EVERYTHING,
    ),
)

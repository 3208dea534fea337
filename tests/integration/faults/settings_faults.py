"""Settings that are wrong, and secrets that can't be read."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from tests.integration.faults.fault import Fault, KeptBack
from tests.integration.faults.shop import Shop

_GONE = "gone@example.com"


@contextmanager
def one_bad_address(shop: Shop) -> Iterator[None]:
    """One that is none, and one that Resend refuses."""
    shop.environment["ALERT_RECIPIENTS"] = f"helper@, {_GONE}, shop@example.com"
    shop.line.refused = _GONE
    yield


@contextmanager
def wrong_time_zone(shop: Shop) -> Iterator[None]:
    shop.environment["DISPLAY_TIME_ZONE"] = "Mars/Olympus"
    yield


@contextmanager
def secrets_away(shop: Shop) -> Iterator[None]:
    shop.vault.away = True
    try:
        yield
    finally:
        shop.vault.away = False


def _each_mail_says(shop: Shop, *words: str) -> bool:
    return all(word in mail["text"] for mail in shop.outbox() for word in words)


SETTINGS_FAULTS = (
    Fault(
        name="one bad address",
        strike=one_bad_address,
        noticed=lambda shop: _each_mail_says(shop, "helper@"),
        from_the_start=True,
    ),
    Fault(
        name="wrong time zone",
        strike=wrong_time_zone,
        noticed=lambda shop: _each_mail_says(shop, "DISPLAY_TIME_ZONE", "Mars/Olympus"),
        from_the_start=True,
    ),
    Fault(
        name="secrets away for an hour",
        strike=secrets_away,
        noticed=lambda shop: shop.vault.refused > 0,
        lasts=timedelta(hours=1),
        pace=timedelta(minutes=20),  # each look leaves a copy that waits, and all are tried again at the next
        keeps_back=KeptBack.EVERYTHING,
    ),
)

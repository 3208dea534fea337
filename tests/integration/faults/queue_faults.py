"""What SQS reserves the right to do, and what others put into a queue."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from tests.integration.faults.fault import Fault, KeptBack
from tests.integration.faults.shop import Shop

POISON = '{"schemaVersion": 99, "kind": "gibberish"'


@contextmanager
def duplicate(shop: Shop) -> Iterator[None]:
    for pump in (shop.alerts, shop.records):
        pump.doubling = True
    try:
        yield
    finally:
        for pump in (shop.alerts, shop.records):
            pump.doubling = False


@contextmanager
def reorder(shop: Shop) -> Iterator[None]:
    """Everything is held back, and then comes the newest first."""
    for pump in (shop.alerts, shop.records):
        pump.holding = pump.newest_first = True
    try:
        yield
    finally:
        for pump in (shop.alerts, shop.records):
            pump.holding = False


@contextmanager
def out_of_reach(shop: Shop) -> Iterator[None]:
    """Nobody can send, and nothing is handed over."""
    shop.cloud.sqs_reachable = False
    for pump in (shop.alerts, shop.records):
        pump.holding = True
    try:
        yield
    finally:
        shop.cloud.sqs_reachable = True
        for pump in (shop.alerts, shop.records):
            pump.holding = False


@contextmanager
def poison(shop: Shop) -> Iterator[None]:
    for name in ("alerts", "records"):
        shop.cloud.queue(name).send([POISON])
    yield


def _is_put_aside(shop: Shop) -> bool:
    return all(set(shop.cloud.bodies(f"{name}-dead")) == {POISON} for name in ("alerts", "records"))


QUEUE_FAULTS = (
    Fault(
        name="SQS: duplicate",
        strike=duplicate,
        noticed=lambda shop: max(shop.alerts.received.values()) > 1,
        from_the_start=True,
        lasts=timedelta(minutes=10),
    ),
    Fault(
        name="SQS: reorder",
        strike=reorder,
        noticed=lambda shop: shop.alerts.held > 0,
        from_the_start=True,
        keeps_back=KeptBack.EVERYTHING,
    ),
    Fault(
        name="SQS: out of reach",
        strike=out_of_reach,
        noticed=lambda shop: shop.cloud.refused + shop.alerts.held > 0,
        lasts=timedelta(minutes=10),
        keeps_back=KeptBack.EVERYTHING,
    ),
    Fault(name="SQS: poison beside a good one", strike=poison, noticed=_is_put_aside),
)

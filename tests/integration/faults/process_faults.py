"""Processes that die, that meet, or whose clocks differ; and the table of what was sent, out of reach."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from tests.integration.faults.deaths import Point
from tests.integration.faults.fault import Fault
from tests.integration.faults.shop import Shop

AT_ONCE = 4
SKEW = timedelta(minutes=5)
APART = timedelta(milliseconds=7)
"""No two clocks agree: an alert that two writers open has two ids."""


def _kill(point: Point) -> Fault:
    @contextmanager
    def strike(shop: Shop) -> Iterator[None]:
        shop.deaths.at = point
        yield

    return Fault(
        name=f"notifier killed {point}",
        strike=strike,
        noticed=lambda shop: shop.deaths.happened > 0,
        lasts=timedelta(minutes=10),  # an opening waits for others, and for the visibility time-out after the death
    )


@contextmanager
def all_at_once(shop: Shop) -> Iterator[None]:
    shop.writers = [shop.writer(number * APART) for number in range(AT_ONCE)]
    shop.at_once = True
    yield


def _skewed(*skews: timedelta) -> Fault:
    @contextmanager
    def strike(shop: Shop) -> Iterator[None]:
        shop.writers = [shop.writer(skew) for skew in skews]
        yield

    first = "fast" if skews[0] else "true"
    return Fault(
        name=f"clocks 5 min apart, the {first} one first",
        strike=strike,
        noticed=lambda shop: {writer.skew for writer in shop.writers} == set(skews),
        from_the_start=True,
        lasts=2 * SKEW,
    )


@contextmanager
def dynamodb_out_of_reach(shop: Shop) -> Iterator[None]:
    shop.cloud.dynamodb_reachable = False
    try:
        yield
    finally:
        shop.cloud.dynamodb_reachable = True


PROCESS_FAULTS = (
    *map(_kill, Point),
    Fault(
        name=f"{AT_ONCE} writers at once",
        strike=all_at_once,
        noticed=lambda shop: shop.at_once,
        from_the_start=True,
    ),
    _skewed(timedelta(0), SKEW),
    _skewed(SKEW, timedelta(0)),
    Fault(
        name="DynamoDB out of reach",
        strike=dynamodb_out_of_reach,
        noticed=lambda shop: shop.cloud.refused > 0,
        lasts=timedelta(minutes=10),
    ),
)

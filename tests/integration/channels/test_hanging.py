"""A channel that hangs delays no other: each is told in an invocation of its own, at the same time as the others."""

import json
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.integration.channels.history import HISTORY
from tests.integration.channels.stand import Stand
from tests.integration.faults.pump import Message

pytestmark = pytest.mark.integration
HANGS_MS = 2_500
MORE_SECONDS = 1.0
"""What a channel may take longer since another hangs."""


def seconds_of_each(stand: Stand) -> Mapping[str, float]:
    """How long it took until each channel was told, by its name, all at once."""
    begun = time.monotonic()

    def tell(message: Message) -> tuple[str, float]:
        stand.invoke(message)
        return json.loads(message["body"])["channel"], time.monotonic() - begun

    with ThreadPoolExecutor(len(stand.set_up.channels)) as pool:
        return dict(pool.map(tell, stand.pump.messages()))


@pytest.mark.parametrize("hanging", ["slack", "webhook"])
def test_a_channel_that_hangs_delays_no_other_by_more_than_a_second(
    make_stand: Callable[[], Stand], hanging: str
) -> None:
    stand = make_stand()
    stand.clock.advance_to(HISTORY["open"].at)
    stand.offer(HISTORY["open"])
    stand.pump.run()
    stand.fault(**{hanging: {"latency_ms": HANGS_MS}})
    took = seconds_of_each(stand)
    slow = {name for name, seconds in took.items() if seconds > HANGS_MS / 1000}
    assert {name.partition(":")[0] for name in slow} == {hanging}, took
    assert max(seconds for name, seconds in took.items() if name not in slow) < MORE_SECONDS, took

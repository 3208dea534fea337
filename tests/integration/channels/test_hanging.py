"""A channel that hangs delays no other: each is told in an invocation of its own, at the same time as the others."""

import json
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType

import pytest

from tests.integration.channels.history import HISTORY
from tests.integration.channels.stand import Stand
from tests.integration.channels.table import HANGING
from tests.integration.channels.told import TOLD
from tests.integration.deep import WHOLE
from tests.integration.faults.pump import Message
from tests.tables import leave

pytestmark = pytest.mark.integration
HANGS_MS = 2_500
HANG = [name for name in TOLD if name != "apprise:phone"]
"""Apprise waits for what comes together first, so that all others are told by the time it is asked."""
MORE_SECONDS = 1.0
"""What a channel may take longer since another hangs."""


def seconds_of_each(stand: Stand) -> dict[str, float]:
    """How long it took until each channel was told, by its name, all at once."""
    begun = time.monotonic()

    def tell(message: Message) -> tuple[str, float]:
        stand.invoke(message)
        return json.loads(message["body"])["channel"], time.monotonic() - begun

    with ThreadPoolExecutor(len(stand.set_up.channels)) as pool:
        return dict(pool.map(tell, stand.pump.messages()))


@pytest.mark.parametrize("hanging", [pytest.param(name, marks=() if name == "slack" else WHOLE) for name in HANG])
def test_a_channel_that_hangs_delays_no_other_by_more_than_a_second(
    make_stand: Callable[[], Stand], hanging: str, request: pytest.FixtureRequest
) -> None:
    """Against what it took each of them when none was hanging, all on one machine and at once.

    A machine that is busy with something else may be slow now and then; a channel that waits for another is each time.
    """
    stand = make_stand()
    usual = told(stand, "open")
    more = min(_more(stand, usual, step, hanging) for step in ("escalate", "remind"))
    leave(request.node, HANGING, [hanging, HANGS_MS / 1000, more])
    assert more < MORE_SECONDS


def _more(stand: Stand, usual: Mapping[str, float], step: str, hanging: str) -> float:
    """By how many seconds the slowest of the others was slower than usual."""
    kind = hanging.partition(":")[0].replace("-", "_")
    took = told(stand, step, {kind: {"latency_ms": HANGS_MS}})
    assert took.pop(hanging) > HANGS_MS / 1000
    return max(took[name] - usual[name] for name in took)


def told(stand: Stand, step: str, faults: Mapping[str, Mapping[str, int]] = MappingProxyType({})) -> dict[str, float]:
    stand.clock.advance_to(HISTORY[step].at)
    stand.offer(HISTORY[step])
    stand.pump.run()
    stand.fault(**faults)
    took = seconds_of_each(stand)
    stand.run()
    return took

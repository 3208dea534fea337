"""A process that dies after any of its calls: each channel is told each step, once, or says that it may be twice.

And the records say of all that was told that it was.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from pawpop_monitoring.contracts.records import RECORD_ADAPTER, DeliveryRecord
from pawpop_monitoring.messaging.queue import Queue
from tests.integration.channels.history import HISTORY
from tests.integration.channels.stand import ChannelCloud, Stand
from tests.integration.channels.test_channel_matrix import check
from tests.integration.deep import WHOLE
from tests.integration.faults.deaths import Fate
from tests.integration.faults.pump import Pump

pytestmark = pytest.mark.integration
NEVER = 0
CALLS = 120
"""More than are made for a step, over all channels."""
SHARE = 24
"""Every run kills after one call in so many."""


@dataclass
class MortalCloud(ChannelCloud):
    """Tables and queues as the doomed process sees them."""

    fate: Fate = field(default_factory=lambda: Fate(NEVER))

    def dynamodb(self) -> Any:
        return self.fate.around(super().dynamodb())

    def queue(self, name: str) -> Queue:
        living = super().queue(name)
        return Queue(url=living.url, client=lambda: self.fate.around(living.client()))


def play(stand: Stand, at: int) -> int:
    """The whole history, with one death in each step; the most calls that a step took."""
    assert isinstance(stand.cloud, MortalCloud)
    fate, most = stand.cloud.fate, 0
    stand.transport.heard = fate.strike
    for step in HISTORY.values():
        stand.clock.advance_to(step.at)
        fate.at = NEVER
        stand.offer(step)
        fate.at, fate.calls = at, 0
        stand.run()
        most = max(most, fate.calls)
    return most


def accepted(stand: Stand) -> set[tuple[str, str]]:
    """What the records say of who was told of what."""
    kept = Pump(stand.cloud, "records", lambda _messages: set()).messages()
    records = [RECORD_ADAPTER.validate_json(each["body"]) for each in kept]
    told = [each for each in records if isinstance(each, DeliveryRecord) and each.outcome == "accepted"]
    return {(each.channel, each.transition_key) for each in told}


def test_there_are_fewer_calls_than_are_tried(make_stand: Callable[..., Stand]) -> None:
    assert play(make_stand(cloud=MortalCloud()), NEVER) < CALLS


@pytest.mark.parametrize("at", [pytest.param(at, marks=() if at % SHARE == 0 else WHOLE) for at in range(1, CALLS)])
def test_a_death_after_any_call_in_each_step_loses_and_doubles_nothing(
    make_stand: Callable[..., Stand], at: int
) -> None:
    stand = make_stand(cloud=MortalCloud())
    play(stand, at)
    check(stand, [])
    assert accepted(stand) == {(channel, step.key) for channel in stand.set_up.channels for step in HISTORY.values()}

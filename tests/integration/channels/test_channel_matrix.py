"""Whatever goes wrong, each channel is told each step, once, or says of what it repeats that it may be a repetition."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import pytest

from local_stack.sandbox.application import Sandbox
from tests.integration.channels.faults import FAULTS, Fault
from tests.integration.channels.history import HISTORY
from tests.integration.channels.stand import Stand
from tests.integration.channels.table import TITLE, row_of
from tests.integration.channels.told import TOLD, shown
from tests.integration.deep import WHOLE
from tests.tables import leave

pytestmark = pytest.mark.integration

WHOLE_HISTORY = {name: 2 if name == "pagerduty" else len(HISTORY) for name in TOLD}
"""Incidents of PagerDuty, and steps everywhere else."""
_PLAYS = (len(FAULTS) - 1) // len(HISTORY)
MIXED = [FAULTS[1:][start::_PLAYS][: len(HISTORY)] for start in range(_PLAYS)]
"""Each fault once, at one of the steps; what is over then is left to the whole table."""


def play(stand: Stand, faults: Sequence[Fault]) -> None:
    """The whole history, each step with its own fault, which is over before the next."""
    for step, fault in zip(HISTORY.values(), faults, strict=True):
        stand.clock.advance_to(step.at)
        fault.strike(stand)
        stand.offer(fault.told_as(step))
        with fault.during(stand):
            stand.run(rounds=3)
        stand.run()
        assert stand.faults() == {}, "a fault that nobody meets proves nothing"
        assert stand.deaths.left == set()


def wanted_after(faults: Sequence[Fault]) -> Mapping[str, int]:
    aside = Counter(channel for fault in faults for channel in fault.puts_aside)
    return {channel: count - aside[channel] for channel, count in WHOLE_HISTORY.items()}


def twice_without_a_word(sandbox: Sandbox) -> list[tuple[str, str]]:
    told = {channel: seen(sandbox) for channel, seen in TOLD.items()}
    return [(name, step) for name, steps in told.items() for step, copies in steps.items() if copies.count(False) > 1]


def check(stand: Stand, faults: Sequence[Fault]) -> None:
    sandbox = stand.sandbox
    assert {channel: len(seen(sandbox)) for channel, seen in TOLD.items()} == wanted_after(faults)
    assert twice_without_a_word(sandbox) == []
    assert [incident["status"] for incident in shown(sandbox, "/pagerduty/incidents")] == ["resolved", "triggered"]
    assert not any(event["differs"] for event in shown(sandbox, "/webhook/events"))
    assert shown(sandbox, "/new-relic/errors") == []
    assert stand.cloud.depth("channels-dead") == sum(len(fault.puts_aside) for fault in faults)


@pytest.mark.parametrize("faults", MIXED, ids=lambda faults: faults[0].name)
def test_whatever_goes_wrong_at_each_step_nothing_is_lost_or_doubled(
    make_stand: Callable[[], Stand], faults: Sequence[Fault], request: pytest.FixtureRequest
) -> None:
    stand = make_stand()
    play(stand, faults)
    told = {channel: seen(stand.sandbox) for channel, seen in TOLD.items()}
    leave(request.node, TITLE, row_of(f"mixed, {faults[0].name} …", told, wanted_after(faults)))
    check(stand, faults)


@WHOLE
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_at_every_step_loses_and_doubles_nothing(
    make_stand: Callable[[], Stand], fault: Fault, request: pytest.FixtureRequest
) -> None:
    stand, faults = make_stand(), [fault] * len(HISTORY)
    play(stand, faults)
    told = {channel: seen(stand.sandbox) for channel, seen in TOLD.items()}
    leave(request.node, TITLE, row_of(fault.name, told, wanted_after(faults)))
    check(stand, faults)
    if not fault.doubtful:
        copies = [each for steps in told.values() for each in steps.values()]
        assert copies == [[False]] * len(copies), "it was known what had been taken"


def all_but_the_new_beginning(stand: Stand) -> None:
    """The steps of one life, on their way to each channel at once, and the alert is over."""
    steps = [step for name, step in HISTORY.items() if name != "reopen"]
    stand.clock.advance_to(steps[-1].at)
    stand.offer(*steps)
    stand.pump.run()  # one message for each channel, in the order of the steps


def test_steps_that_come_all_at_once_are_told_to_their_end(make_stand: Callable[[], Stand]) -> None:
    stand = make_stand()
    all_but_the_new_beginning(stand)
    stand.run()
    sandbox = stand.sandbox
    assert all(incident["status"] == "resolved" for incident in shown(sandbox, "/pagerduty/incidents"))
    assert [event["body"]["type"] for event in shown(sandbox, "/webhook/events")][-1:] == ["alert.resolved"]
    assert [event["alert_type"] for event in shown(sandbox, "/datadog/events")][-1:] == ["success"]
    assert [event["state"] for event in shown(sandbox, "/new-relic/events")][-1:] == ["close"]
    assert [note["type"] for note in shown(sandbox, "/apprise/messages")][-1:] == ["success"]
    messages = [each for each in shown(sandbox, "/slack/messages") if each["thread_ts"] is None]
    assert ["RESOLVED" in each["text"] for each in messages] == [True]
    assert twice_without_a_word(sandbox) == []
    assert stand.cloud.depth("channels-dead") == 0


def test_an_end_that_overtakes_all_before_it_is_all_that_is_told(make_stand: Callable[[], Stand]) -> None:
    """It waits for its beginning, of which nobody needs to hear any more by then."""
    stand = make_stand()
    all_but_the_new_beginning(stand)
    stand.know(HISTORY["resolve"].alert.to_alert())
    stand.pump.newest_first = True
    stand.run()
    told = {channel: len(seen(stand.sandbox)) for channel, seen in TOLD.items()}
    assert told == {channel: 0 if channel == "pagerduty" else 1 for channel in TOLD}
    (head,) = shown(stand.sandbox, "/slack/messages")
    assert "RESOLVED" in head["text"]
    assert stand.cloud.depth("channels-dead") == 0

"""Wherever in an alert's life two messages come the wrong way round, nothing is lost, doubled or untrue in the end.

The table has a row for each two neighbours, summed over the ways in which they come.
"""

from collections.abc import Callable

import pytest

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.alert import AlertStatus
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.content.status_line import status_line
from tests.integration.channels.lives import neighbours
from tests.integration.channels.stand import Stand
from tests.integration.channels.swap import NAMED, WAYS, Swap
from tests.integration.channels.table import TITLE, row_of
from tests.integration.channels.told import TOLD, shown
from tests.integration.deep import WHOLE
from tests.tables import leave
from tests.unit.notifications.channels.slack import workspace

pytestmark = pytest.mark.integration
DAILY = ("open, resolve in one go", "acknowledge, escalate minutes later")


def every_swap() -> list[object]:
    """Each two neighbours in each way, of which most are left to the whole table."""
    swaps = [Swap(moves, at, way) for moves, at in neighbours() for way in WAYS]
    return [pytest.param(swap, id=_id(swap), marks=() if _id(swap) in DAILY else WHOLE) for swap in swaps]


def _id(swap: Swap) -> str:
    return f"{_pair(swap)} {swap.way.name}"


def _pair(swap: Swap) -> str:
    return ", ".join(swap.moves[swap.at : swap.at + 2])


@pytest.mark.parametrize("swap", every_swap())
def test_two_neighbouring_moves_that_are_swapped_lose_and_double_nothing(
    make_stand: Callable[[], Stand], swap: Swap, request: pytest.FixtureRequest
) -> None:
    stand = make_stand()
    swap.play(stand)
    told = {channel: seen(stand.sandbox) for channel, seen in TOLD.items()}
    told["pagerduty"] = dict([*told["pagerduty"].items()][-1:])  # the last is how all stands there
    wanted = {channel: len(swap.told_of(channel)) for channel in TOLD} | {"pagerduty": int(rings(swap))}
    leave(request.node, TITLE, row_of(f"swapped: {_pair(swap)}", told, wanted))

    assert {channel: len(steps) for channel, steps in told.items()} == wanted
    assert [copies for steps in told.values() for copies in steps.values() if copies != [False]] == []
    for channel, name in NAMED.items():
        assert [*told[channel]] == [name(step) for step in swap.told_of(channel)], channel
    assert stand.cloud.depth("channels-dead") == 0
    nothing_is_untrue(stand, swap.steps[-1])


def rings(swap: Swap) -> bool:
    """True if PagerDuty heard of anything that rings there."""
    return any(step.alert.status is AlertStatus.OPEN for step in swap.told_of("pagerduty"))


def nothing_is_untrue(stand: Stand, last: AlertMessage) -> None:
    sandbox = stand.sandbox
    (head,) = [each for each in shown(sandbox, "/slack/messages") if each["thread_ts"] is None]
    assert status_line(last.alert) in workspace.shown(head)
    incidents = [each["status"] for each in shown(sandbox, "/pagerduty/incidents")]
    match last.alert.status:
        case AlertStatus.RESOLVED:
            assert set(incidents) <= {"resolved"}
        case AlertStatus.ACKNOWLEDGED:
            assert set(incidents[-1:]) <= {"acknowledged"}
        case _:
            assert incidents[-1] == "triggered"
    is_over = last.kind is TransitionKind.RESOLVED
    assert (shown(sandbox, "/datadog/events")[-1]["alert_type"] == "success") is is_over
    assert (shown(sandbox, "/new-relic/events")[-1]["state"] == "close") is is_over
    assert (shown(sandbox, "/apprise/messages")[-1]["type"] == "success") is is_over

"""Webhooks that come late: what is newer here holds there as well, and nothing rings for nobody."""

import json

import httpx
import pytest

from pawpop_monitoring.domain.alert import AlertStatus
from pawpop_monitoring.domain.errors import RetryableDeliveryError
from pawpop_monitoring.domain.severity import Severity
from tests.factories import make_finding
from tests.unit.notifications.channels.pagerduty.reaction_desk import Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_what_opened_again_here_while_it_was_taken_on_there_rings_under_a_key_of_its_own(desk: Desk) -> None:
    desk.world.commands.resolve(desk.alert.id, "Cem", desk.world.now)
    desk.told |= {step.key for step in desk.world.queue.messages}  # overtaken by what opened it again
    desk.world.minute += 5
    taken_on = desk.event("acknowledged")
    desk.world.minute += 5
    desk.world.commands.reopen(desk.alert.id, "Ann", desk.world.now)
    desk.deliver()
    desk.world.minute += 5
    desk.arrives(taken_on)
    assert desk.now.status is AlertStatus.OPEN
    keys = [json.loads(each.content)["dedup_key"] for each in desk.provider.seen]
    assert (desk.sent[-1], keys[-1]) == ("trigger", f"{desk.alert.id}/2")


def test_who_takes_it_on_here_after_it_was_left_there_is_on_it_there_as_well(desk: Desk) -> None:
    taken_on = desk.event("acknowledged")
    desk.world.minute += 1
    left = desk.event("unacknowledged")
    desk.world.minute += 4
    desk.world.commands.acknowledge(desk.alert.id, "Cem", desk.world.now)
    for late in (taken_on, left, left):
        desk.arrives(late)
    assert desk.now.acknowledged_by == "Cem"
    assert desk.sent == ["trigger", "acknowledge"]


def test_what_was_taken_on_there_before_we_ended_it_rings_no_second_time(desk: Desk) -> None:
    taken_on = desk.event("acknowledged")
    desk.world.minute += 1
    desk.world.commands.resolve(desk.alert.id, "Cem", desk.world.now)
    desk.deliver()
    desk.world.minute += 1
    desk.world.commands.reopen(desk.alert.id, "Ann", desk.world.now)
    desk.deliver()
    desk.world.minute += 1
    desk.arrives(taken_on)
    assert desk.sent == ["trigger", "resolve", "trigger"]
    desk.world.commands.acknowledge(desk.alert.id, "Cem", desk.world.now)
    desk.deliver()
    keys = {json.loads(each.content)["dedup_key"] for each in desk.provider.seen}
    assert (desk.sent[3:], keys) == (["acknowledge"], {desk.alert.id})


def test_what_was_reopened_there_twice_is_open_here_however_late_that_comes(desk: Desk) -> None:
    events = []
    for kind in ("resolved", "reopened", "resolved", "reopened"):
        desk.world.minute += 5
        events.append(desk.event(kind))
    desk.world.minute += 60
    for late in events:
        desk.arrives(late)
        desk.world.minute += 5
    assert desk.now.status is AlertStatus.OPEN
    desk.world.commands.resolve(desk.alert.id, "Cem", desk.world.now)
    desk.deliver()
    assert desk.sent == ["trigger", "resolve"]


def test_what_was_reopened_there_and_is_over_here_by_then_is_ended_there(desk: Desk) -> None:
    desk.does("resolved")
    desk.world.minute += 5
    reopened = desk.event("reopened")
    desk.world.minute += 5
    desk.world.commands.reopen(desk.alert.id, "Ann", desk.world.now)
    desk.world.minute += 1
    desk.world.commands.resolve(desk.alert.id, "Cem", desk.world.now)
    desk.told |= {step.key for step in desk.world.queue.messages}  # neither is told there: overtaken, or known
    desk.arrives(reopened)
    assert desk.now.resolved
    assert desk.sent == ["trigger", "resolve"]


def test_who_took_on_something_milder_is_not_on_what_it_became_by_then(desk: Desk) -> None:
    taken_on = desk.event("acknowledged")
    desk.world.minute += 1
    desk.world.commands.create(make_finding(severity=Severity.CRITICAL), desk.world.now)
    desk.deliver()
    desk.world.minute += 1
    desk.arrives(taken_on)
    assert desk.now.status is AlertStatus.OPEN
    keys = [json.loads(each.content)["dedup_key"] for each in desk.provider.seen]
    assert (desk.sent, keys[-1]) == (["trigger"] * 3, f"{desk.alert.id}/2")


def test_a_reminder_sent_to_an_incident_that_is_taken_on_leaves_it_so(desk: Desk) -> None:
    taken_on = desk.event("acknowledged")
    desk.world.minute += 60
    desk.world.run_escalator()
    desk.deliver()
    assert desk.sent == ["trigger"] * 2
    desk.reactions.carry_out(taken_on.encoded())
    assert desk.now.acknowledged_by == "Ann"
    desk.world.minute += 1
    desk.world.commands.resolve(desk.alert.id, "Cem", desk.world.now)
    # All of that is overtaken by what opens it again.
    desk.told |= {step.key for step in [*desk.world.queue.messages, *desk.world.queue.notices]}
    desk.world.minute += 1
    desk.world.commands.reopen(desk.alert.id, "Ann", desk.world.now)
    desk.deliver()
    keys = [json.loads(each.content)["dedup_key"] for each in desk.provider.seen]
    assert (desk.sent[-1], keys[-1]) == ("trigger", f"{desk.alert.id}/2")


def test_who_reopens_the_last_incident_after_we_ended_the_earlier_ones_has_it_ended_too(desk: Desk) -> None:
    desk.does("acknowledged")
    desk.world.minute += 10
    desk.world.commands.release(desk.alert.id, "Cem", desk.world.now)
    desk.deliver()
    desk.world.minute += 1
    last = f"{desk.alert.id}/2"
    over = desk.event("resolved", key=last)
    desk.world.minute += 1
    reopened = desk.event("reopened", key=last)
    desk.world.minute += 1
    desk.world.commands.resolve(desk.alert.id, "Cem", desk.world.now)
    desk.world.minute += 1
    desk.arrives(over)
    desk.world.commands.create(make_finding(), desk.world.now)
    desk.arrives(reopened)
    keys = [json.loads(each.content)["dedup_key"] for each in desk.provider.seen]
    ended = [key for key, action in zip(keys, desk.sent, strict=True) if action == "resolve"]
    assert set(ended) == {desk.alert.id, last}


def test_who_left_it_there_before_a_reminder_is_not_on_it_there(desk: Desk) -> None:
    taken_on = desk.event("acknowledged")
    desk.world.minute += 1
    left = desk.event("unacknowledged")
    desk.world.minute += 60
    desk.world.run_escalator()
    desk.deliver()
    desk.world.minute += 1
    desk.world.commands.acknowledge(desk.alert.id, "Cem", desk.world.now)
    for late in (taken_on, left):
        desk.reactions.carry_out(late.encoded())
    desk.deliver()
    assert desk.now.acknowledged_by == "Cem"
    assert desk.sent == ["trigger", "trigger", "acknowledge"]


def test_what_was_reopened_there_and_may_have_been_ended_since_is_told_as_opened(desk: Desk) -> None:
    desk.does("resolved")
    desk.world.minute += 5
    desk.world.commands.reopen(desk.alert.id, "Ann", desk.world.now)
    desk.told |= {step.key for step in desk.world.queue.messages}  # overtaken by its end
    desk.does("reopened")
    desk.world.minute += 5
    desk.world.commands.resolve(desk.alert.id, "Cem", desk.world.now)
    desk.provider.error = httpx.ReadTimeout("lost on the way")
    with pytest.raises(RetryableDeliveryError):
        desk.deliver()
    desk.provider.error = None
    desk.world.minute += 5
    desk.world.commands.reopen(desk.alert.id, "Ann", desk.world.now)
    desk.deliver()
    assert desk.sent == ["trigger", "resolve", "trigger"]


def test_who_may_be_on_it_there_is_told_so_again_and_what_is_worse_rings_apart(desk: Desk) -> None:
    desk.world.commands.acknowledge(desk.alert.id, "Cem", desk.world.now)
    desk.provider.error = httpx.ReadTimeout("lost on the way")
    with pytest.raises(RetryableDeliveryError):
        desk.deliver()
    desk.provider.error = None
    desk.told -= {f"{desk.alert.id}/1-acknowledged"}
    desk.deliver()
    assert desk.sent == ["trigger", "acknowledge", "acknowledge"]


def test_what_becomes_worse_while_an_acknowledgement_is_in_doubt_rings_apart(desk: Desk) -> None:
    desk.world.commands.acknowledge(desk.alert.id, "Cem", desk.world.now)
    desk.provider.error = httpx.ReadTimeout("lost on the way")
    with pytest.raises(RetryableDeliveryError):
        desk.deliver()
    desk.provider.error = None
    desk.world.minute += 1
    desk.world.commands.create(make_finding(severity=Severity.CRITICAL), desk.world.now)
    desk.deliver()
    keys = [json.loads(each.content)["dedup_key"] for each in desk.provider.seen]
    assert (desk.sent[-1], keys[-1]) == ("trigger", f"{desk.alert.id}/2")

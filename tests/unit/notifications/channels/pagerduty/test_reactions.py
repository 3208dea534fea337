"""What is done at PagerDuty is done here, once, in the order in which it happened, and does not go back there."""

import json

import pytest

from pawpop_monitoring.contracts.pagerduty_event import IncidentEvent
from pawpop_monitoring.domain.alert import AlertStatus
from tests.factories import make_finding
from tests.unit.notifications.channels.pagerduty.reaction_desk import Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_who_takes_an_incident_on_takes_the_alert_on_and_it_does_not_go_back(desk: Desk) -> None:
    desk.does("acknowledged")
    assert (desk.now.status, desk.now.acknowledged_by) == (AlertStatus.ACKNOWLEDGED, "Ann")
    assert [notice.alert.acknowledged_by for notice in desk.world.queue.notices] == ["Ann"], "others hear of it"
    assert desk.sent == ["trigger"]


def test_who_resolves_an_incident_closes_the_alert_and_it_does_not_go_back(desk: Desk) -> None:
    desk.does("acknowledged")
    desk.does("resolved", name="Bob")
    assert desk.now.resolved_by == "Bob"
    assert desk.sent == ["trigger"]


def test_who_does_it_here_does_it_there_and_what_comes_back_is_nothing_new(desk: Desk) -> None:
    desk.world.commands.acknowledge(desk.alert.id, "Cem", desk.world.now)
    desk.deliver()
    desk.does("acknowledged", name="", person=False)
    desk.world.commands.resolve(desk.alert.id, "Cem", desk.world.now)
    desk.deliver()
    desk.does("resolved", name="PawPop", person=False)
    assert desk.sent == ["trigger", "acknowledge", "resolve"]
    assert desk.now.resolved_by == "Cem"


def test_what_runs_out_there_runs_out_here_and_rings_there_by_itself(desk: Desk) -> None:
    desk.does("acknowledged")
    desk.does("unacknowledged", person=False, name="")
    assert desk.now.status is AlertStatus.OPEN
    told = desk.world.queue.messages[-1]
    assert (told.reason, told.by) == ("acknowledgement_expired", "PagerDuty")
    assert desk.sent == ["trigger"]
    desk.does("acknowledged", name="Bob")
    assert desk.now.acknowledged_by == "Bob"


@pytest.mark.parametrize("store_away", [False, True])
def test_who_gives_an_alert_back_there_is_named_here(desk: Desk, store_away: bool) -> None:
    desk.world.store.unavailable = store_away
    desk.does("acknowledged")
    desk.does("unacknowledged", name="Dave")
    told = desk.world.queue.messages[-1]
    assert (told.kind, told.by) == ("reminded", "Dave")


def test_what_is_reopened_there_is_open_here_and_ends_there_again(desk: Desk) -> None:
    desk.does("resolved")
    desk.world.minute += 5
    desk.does("reopened", name="Dave")
    assert desk.now.status is AlertStatus.OPEN
    assert desk.world.queue.messages[-1].by == "Dave"
    assert desk.sent == ["trigger"]
    desk.world.minute += 5
    desk.world.commands.resolve(desk.alert.id, "Cem", desk.world.now)
    desk.deliver()
    assert desk.sent == ["trigger", "resolve"], "it is open there, so its end has to go there"


def test_what_is_opened_again_here_after_an_end_there_rings_and_ends_there(desk: Desk) -> None:
    desk.does("resolved")
    desk.world.minute += 5
    desk.world.commands.reopen(desk.alert.id, "Ann", desk.world.now)
    desk.deliver()
    desk.world.minute += 5
    desk.world.commands.resolve(desk.alert.id, "Cem", desk.world.now)
    desk.deliver()
    assert desk.sent == ["trigger", "trigger", "resolve"]


def test_an_end_there_that_is_older_than_a_new_opening_here_ends_nothing(desk: Desk) -> None:
    desk.world.commands.resolve(desk.alert.id, "Cem", desk.world.now)
    desk.world.minute += 5
    desk.world.commands.reopen(desk.alert.id, "Ann", desk.world.now)
    desk.deliver()
    desk.world.minute += 1
    desk.does("resolved", late=4)
    assert desk.now.status is AlertStatus.OPEN
    desk.world.commands.resolve(desk.alert.id, "Cem", desk.world.now)
    desk.deliver()
    assert desk.sent[-1] == "resolve"


def test_events_count_in_the_order_in_which_they_happened(desk: Desk) -> None:
    taken_on = desk.event("acknowledged")
    desk.world.minute += 1
    over = desk.event("resolved", name="Bob")
    desk.world.minute += 1
    for event in (over, taken_on, over, taken_on):
        desk.arrives(event)
    assert (desk.now.resolved_by, desk.now.acknowledged_by) == ("Bob", None)
    assert desk.world.queue.notices == []


def test_what_was_taken_on_and_left_again_stays_open_whichever_comes_first(desk: Desk) -> None:
    taken_on = desk.event("acknowledged")
    desk.world.minute += 1
    left = desk.event("unacknowledged")
    desk.world.minute += 1
    desk.arrives(left)
    desk.arrives(taken_on)
    assert desk.now.status is AlertStatus.OPEN


def test_events_that_come_late_but_in_order_are_followed_one_after_the_other(desk: Desk) -> None:
    events: list[IncidentEvent] = []
    for kind in ("acknowledged", "unacknowledged", "acknowledged", "resolved", "reopened", "acknowledged"):
        events.append(desk.event(kind, name=f"{kind} {len(events)}"))
        desk.world.minute += 1
    desk.world.minute += 30
    for event in events:
        desk.arrives(event)
    assert (desk.now.status, desk.now.acknowledged_by) == (AlertStatus.ACKNOWLEDGED, "acknowledged 5")
    assert desk.sent == ["trigger"]


def test_a_copy_after_it_was_opened_again_does_nothing(desk: Desk) -> None:
    over = desk.does("resolved")
    desk.world.minute += 5
    desk.world.commands.reopen(desk.alert.id, "Ann", desk.world.now)
    desk.world.minute += 1
    desk.arrives(over)
    assert desk.now.status is AlertStatus.OPEN


def test_what_failed_half_way_is_done_at_the_next_attempt(desk: Desk) -> None:
    event = desk.event("acknowledged")
    desk.world.store.unavailable = desk.world.standby.unavailable = True
    with pytest.raises(Exception, match=r"."):
        desk.reactions.carry_out(event.encoded())
    desk.world.store.unavailable = desk.world.standby.unavailable = False
    desk.arrives(event)
    assert desk.now.acknowledged_by == "Ann"
    assert desk.sent == ["trigger"]


def test_it_works_while_the_database_is_down(desk: Desk) -> None:
    desk.world.store.unavailable = True
    desk.does("acknowledged")
    assert desk.now.acknowledged_by == "Ann"
    desk.does("resolved", name="Bob")
    assert desk.now.resolved_by == "Bob"
    assert desk.sent == ["trigger"]


def test_it_works_without_the_memory_of_channels_and_may_then_go_back(desk: Desk) -> None:
    desk.references.unavailable = True
    desk.does("acknowledged")
    assert desk.now.acknowledged_by == "Ann"
    desk.does("resolved", name="Bob")
    assert desk.now.resolved_by == "Bob"


def test_a_note_is_one_here_under_the_name_of_who_wrote_it(desk: Desk) -> None:
    desk.does("triggered", person=False)
    note = desk.event("annotated", key="", text="The pooler was full.")
    desk.arrives(note)
    desk.arrives(note)
    assert [(each.by, each.text) for each in desk.world.store.noted.values()] == [("Ann", "The pooler was full.")]


@pytest.mark.parametrize("key", ["", "somebody else's", "d3640fbd41094207a1c11e58e46b1662", "alert_unknown"])
def test_incidents_of_others_are_none_of_ours(desk: Desk, key: str) -> None:
    desk.does("resolved", key=key, incident="Q9")
    assert desk.now.status is AlertStatus.OPEN


def test_without_its_key_an_incident_is_known_by_its_id(desk: Desk) -> None:
    desk.does("triggered", person=False)
    desk.does("acknowledged", key="")
    assert desk.now.acknowledged_by == "Ann"


def test_of_several_incidents_the_last_is_what_is_taken_on_and_any_may_be_ended(desk: Desk) -> None:
    desk.does("acknowledged")
    desk.world.minute += 10
    desk.world.commands.release(desk.alert.id, "Cem", desk.world.now)
    desk.deliver()
    assert desk.sent == ["trigger", "trigger"]
    desk.does("acknowledged", name="of the first")
    assert desk.now.status is AlertStatus.OPEN
    desk.does("acknowledged", name="Bob", key=f"{desk.alert.id}/2")
    assert desk.now.acknowledged_by == "Bob"
    desk.does("resolved", name="Cem")
    assert desk.now.resolved_by == "Cem"
    assert desk.sent[2:] == ["resolve", "resolve"]


def test_what_is_reopened_there_although_its_trouble_has_a_newer_alert_is_ended_there_again(desk: Desk) -> None:
    desk.does("resolved")
    desk.world.minute += 5
    newer = desk.world.commands.create(make_finding(), desk.world.now)
    assert newer.id != desk.alert.id
    desk.deliver()
    reopened = desk.event("reopened")
    desk.arrives(reopened)
    desk.arrives(reopened)
    assert desk.now.resolved
    assert [json.loads(each.content)["dedup_key"] for each in desk.provider.seen[2:]] == [desk.alert.id]
    assert desk.sent == ["trigger", "trigger", "resolve"]
    assert len(desk.ended_there) == 1


def test_what_is_open_here_by_then_is_not_ended_there(desk: Desk) -> None:
    desk.world.commands.acknowledge(desk.alert.id, "Cem", desk.world.now)
    desk.deliver()
    desk.does("reopened")
    assert desk.now.status is AlertStatus.OPEN
    assert desk.ended_there == []

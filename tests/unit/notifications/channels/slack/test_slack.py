"""One message for each alert, whatever happens on the way to Slack."""

from datetime import timedelta
from typing import Any

import pytest

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.alert import AlertStatus
from pawpop_monitoring.domain.errors import PermanentDeliveryError, RetryableDeliveryError
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from tests.unit.notifications.channels.slack.workspace import PLACE, Killed, Workspace, shown
from tests.unit.notifications.messages import OPENED_AT, message, resolved

OPENED = message()
WORSE = message(
    TransitionKind.ESCALATED, timedelta(minutes=5), heard=Severity.HIGH, severity=Severity.CRITICAL, sequence=2
)
REMINDED = message(TransitionKind.REMINDED, timedelta(minutes=20), heard=Severity.HIGH, sequence=3)
OVER = resolved(sequence=4)
REOPENED = message(after=timedelta(hours=2), reason=Reason.REOPENED, heard=Severity.HIGH, sequence=5, last_good=None)
LATER = 21.0
"""Seconds: after that an attempt without an end has certainly ended."""


def taken_on() -> AlertMessage:
    """As it will be told: a kind that this release does not know yet."""
    known = message(
        TransitionKind.REMINDED,
        timedelta(minutes=2),
        sequence=2,
        status=AlertStatus.ACKNOWLEDGED,
        acknowledged_by="Ann",
        acknowledged_at=OPENED_AT + timedelta(minutes=2),
    )
    return known.model_copy(update={"kind": "acknowledged", "key": "alert/2-acknowledged", "reason": None})


@pytest.fixture
def slack() -> Workspace:
    return Workspace()


def test_an_alert_is_one_message_that_is_edited_with_its_history_in_the_thread(slack: Workspace) -> None:
    for step in (OPENED, taken_on(), WORSE, REMINDED, OVER):
        slack.tell(step)
    (alert,) = slack.parents
    assert alert["text"] == "✅ RESOLVED Supabase: High connection usage detected"
    assert alert["edited"]
    assert alert["attachments"][0]["color"] == "#15803d"
    lines = [reply["text"].splitlines()[-1] for reply in slack.replies]
    assert [line[:9] for line in lines] == ["03:14 UTC", "03:17 UTC", "03:32 UTC", "04:32 UTC"]
    assert lines[0] == "03:14 UTC: Ann is on it since 03:14 UTC."
    assert {reply["thread_ts"] for reply in slack.replies} == {alert["ts"]}


def test_how_the_alert_stands_decides_how_it_looks(slack: Workspace) -> None:
    slack.tell(OPENED)
    assert "Open, and nobody is on it yet" in shown(slack.parents[0])
    assert slack.parents[0]["attachments"][0]["color"] == "#c2410c"
    slack.tell(taken_on())
    assert "Ann is on it since 03:14 UTC" in shown(slack.parents[0])
    assert '"acknowledge"' not in shown(slack.parents[0])
    assert '"resolve"' in shown(slack.parents[0])
    slack.tell(WORSE)
    assert slack.parents[0]["attachments"][0]["color"] == "#b91c1c"
    slack.tell(OVER)
    assert "Over since 04:32 UTC, after 1 h 20 min" in shown(slack.parents[0])
    assert '"resolve"' not in shown(slack.parents[0])


def test_an_escalation_rings_and_an_end_does_not(slack: Workspace) -> None:
    for step in (OPENED, WORSE, REMINDED, OVER, REOPENED):
        slack.tell(step)
    assert [reply["broadcast"] for reply in slack.replies] == [True, False, False, True]
    assert "Supabase: High connection usage" in slack.replies[0]["text"]


def test_two_alerts_are_two_messages(slack: Workspace) -> None:
    slack.tell(OPENED)
    slack.tell(message(id="alert_other"))
    assert len(slack.parents) == 2


def test_a_copy_says_nothing_twice(slack: Workspace) -> None:
    for step in (OPENED, OPENED, WORSE, WORSE, OPENED, OVER, OVER, WORSE):
        slack.tell(step)
    assert len(slack.parents) == 1
    assert len(slack.replies) == 2
    assert "RESOLVED" in slack.parents[0]["text"]


def test_what_comes_late_makes_no_message_say_something_older(slack: Workspace) -> None:
    for step in (OVER, WORSE, OPENED):
        slack.tell(step)
    (alert,) = slack.messages
    assert "RESOLVED" in alert["text"]


@pytest.mark.parametrize("kept", [True, False])
def test_a_time_out_after_accepting_posts_nothing_twice(slack: Workspace, kept: bool) -> None:
    slack.references.unavailable = not kept
    for step in (OPENED, WORSE, OVER):
        slack.late_after = "chat.postMessage"
        with pytest.raises(RetryableDeliveryError) as lost:
            slack.tell(step)
        assert lost.value.undecided
        slack.tell(step, after=LATER)
    assert len(slack.parents) == 1
    assert len(slack.replies) == 2


@pytest.mark.parametrize(
    ("method", "step"),
    [
        ("chat.postMessage", OPENED),
        *((method, step) for method in ("chat.postMessage", "chat.update") for step in (WORSE, OVER)),
    ],
)
def test_a_reset_after_accepting_posts_nothing_twice(slack: Workspace, method: str, step: AlertMessage) -> None:
    if step is not OPENED:
        slack.tell(OPENED)
    slack.reset_after = method
    with pytest.raises(RetryableDeliveryError) as lost:
        slack.tell(step)
    assert lost.value.undecided
    slack.tell(step, after=LATER)
    assert len(slack.parents) == 1
    assert len(slack.replies) == (step is not OPENED)


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update", "conversations.history"])
def test_whoever_is_killed_on_the_way_leaves_nothing_that_is_doubled(slack: Workspace, method: str) -> None:
    for step in (OPENED, WORSE, OVER):
        slack.kill_after = method
        try:
            slack.tell(step, after=LATER)
        except Killed:
            slack.kill_after = ""
            slack.tell(step, after=LATER)
        slack.kill_after = ""
    (alert,) = slack.parents
    assert "RESOLVED" in alert["text"]
    assert len(slack.replies) == 2


def test_a_second_attempt_waits_until_the_first_must_have_ended(slack: Workspace) -> None:
    slack.kill_after = "chat.postMessage"
    with pytest.raises(Killed):
        slack.tell(OPENED)
    slack.kill_after = ""
    with pytest.raises(RetryableDeliveryError, match="under way") as early:
        slack.tell(OPENED, after=5)
    assert early.value.retry_after == 15.0
    slack.tell(OPENED, after=15)
    assert len(slack.messages) == 1


def test_an_answer_that_can_not_be_read_is_looked_into(slack: Workspace) -> None:
    slack.fault(body="<html>", remaining=2)
    with pytest.raises(RetryableDeliveryError) as lost:
        slack.tell(OPENED)
    assert lost.value.undecided
    slack.tell(OPENED, after=LATER)
    assert len(slack.messages) == 1


def test_without_the_store_slack_itself_knows_what_stands_where(slack: Workspace) -> None:
    slack.references.unavailable = True
    for step in (OPENED, OPENED, WORSE, WORSE, OVER, OVER, OPENED):
        slack.tell(step)
    (alert,) = slack.parents
    assert "RESOLVED" in alert["text"]
    assert len(slack.replies) == 2


def test_a_store_that_forgot_is_no_reason_for_a_second_message(slack: Workspace) -> None:
    slack.tell(OPENED)
    slack.references.known.clear()
    slack.tell(OVER)
    assert len(slack.parents) == 1


def test_who_may_not_look_says_that_it_may_be_a_repetition(slack: Workspace) -> None:
    slack.late_after = "chat.postMessage"
    with pytest.raises(RetryableDeliveryError):
        slack.tell(OPENED)
    slack.refuse("conversations.history", "missing_scope")
    receipt = slack.tell(OPENED, after=LATER)
    assert "may be a repetition" in str(receipt.note)
    assert ["may be a repetition" in shown(each) for each in slack.messages] == [False, True]


def test_who_can_not_look_for_now_waits_and_stays_in_doubt(slack: Workspace) -> None:
    slack.late_after = "chat.postMessage"
    with pytest.raises(RetryableDeliveryError):
        slack.tell(OPENED)
    slack.fault(status=429, headers={"Retry-After": "30"})
    with pytest.raises(RetryableDeliveryError) as limited:
        slack.tell(OPENED, after=LATER)
    assert limited.value.retry_after == 30.0
    slack.tell(OPENED, after=31)
    assert len(slack.messages) == 1


@pytest.mark.parametrize("error", ["cant_update_message", "edit_window_closed"])
def test_what_can_not_be_edited_is_put_right_in_the_thread_for_all_to_see(slack: Workspace, error: str) -> None:
    slack.tell(OPENED)
    slack.refuse("chat.update", error)
    slack.tell(OVER)
    (reply,) = slack.replies
    assert reply["broadcast"]
    assert "It is over" in reply["text"]


def test_a_message_that_somebody_deleted_is_posted_anew(slack: Workspace) -> None:
    slack.tell(OPENED)
    slack.everything.empty()
    slack.tell(WORSE)
    slack.tell(OVER)
    (alert,) = slack.parents
    assert "RESOLVED" in alert["text"]


def test_a_layout_that_slack_refuses_goes_out_in_plain_text(slack: Workspace) -> None:
    slack.refuse("chat.postMessage", "invalid_blocks")
    assert "plain text" in str(slack.tell(OPENED).note)
    (alert,) = slack.messages
    assert alert["blocks"] == []
    assert "High connection usage" in alert["text"]
    slack.refuse("chat.update", "msg_blocks_too_long")
    slack.tell(WORSE)
    assert "CRITICAL" in slack.parents[0]["text"]


def test_what_slack_never_takes_is_given_up(slack: Workspace) -> None:
    slack.refuse("chat.postMessage", "invalid_blocks", "invalid_blocks")
    with pytest.raises(PermanentDeliveryError, match="invalid_blocks"):
        slack.tell(OPENED)
    slack.tell(OPENED)
    assert len(slack.messages) == 1


def test_a_busy_channel_is_looked_through(slack: Workspace) -> None:
    slack.late_after = "chat.postMessage"
    with pytest.raises(RetryableDeliveryError):
        slack.tell(OPENED)
    for number in range(450):
        content: dict[str, Any] = {"text": str(number), "blocks": [], "attachments": []}
        slack.everything.add(PLACE, content)
    slack.calls.clear()
    slack.tell(OPENED, after=LATER)
    assert slack.calls == ["conversations.history"] * 3
    assert sum("Supabase" in each["text"] for each in slack.messages) == 1


def test_an_opening_is_not_kept_waiting_for_a_look_into_what_was_posted(slack: Workspace) -> None:
    slack.refuse("conversations.history", "service_unavailable")
    slack.tell(OPENED)
    assert len(slack.messages) == 1


def test_a_thread_that_takes_nothing_more_keeps_no_message_from_being_edited(slack: Workspace) -> None:
    slack.tell(OPENED)
    slack.refuse("chat.postMessage", "restricted_action_thread_locked")
    slack.tell(WORSE)
    assert "CRITICAL" in slack.parents[0]["text"]
    assert len(slack.parents) == 2
    slack.refuse("chat.postMessage", "restricted_action_thread_locked")
    slack.tell(OVER)
    assert "RESOLVED" in slack.parents[0]["text"]
    assert len(slack.parents) == 2

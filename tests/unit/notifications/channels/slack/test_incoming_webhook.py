"""The simple form: a message for each step, and a word where it may be a repetition."""

import pytest

from pawpop_monitoring.domain.errors import PermanentDeliveryError, RetryableDeliveryError
from tests.unit.notifications.channels.slack.workspace import Killed, Workspace, shown
from tests.unit.notifications.messages import message, resolved

OPENED, OVER = message(), resolved()
LATER = 21.0
HOOKS = [
    "no_service",
    "no_service_id",
    "no_active_hooks",
    "no_team",
    "team_disabled",
    "invalid_token",
    "channel_not_found",
    "channel_is_archived",
    "action_prohibited",
    "posting_to_general_channel_denied",
]


@pytest.fixture
def slack() -> Workspace:
    return Workspace()


def test_each_step_is_a_message_and_a_copy_is_none(slack: Workspace) -> None:
    for step in (OPENED, OPENED, OVER, OVER, OPENED):
        slack.tell_by_hook(step)
    assert [each["text"].split()[1] for each in slack.messages] == ["HIGH", "RESOLVED"]
    assert "repetition" not in "".join(map(shown, slack.messages))


@pytest.mark.parametrize("trouble", ["time-out", "reset", "kill", "internal_error"])
def test_after_an_attempt_of_which_nobody_knows_it_is_said_again_with_the_doubt(slack: Workspace, trouble: str) -> None:
    match trouble:
        case "time-out":
            slack.fault(latency_ms=9_000)
        case "reset":
            slack.reset_after = "secret"
        case "kill":
            slack.kill_after = "secret"
        case _:
            slack.fault(status=500, body="")
    with pytest.raises((RetryableDeliveryError, Killed)):
        slack.tell_by_hook(OPENED)
    slack.kill_after = ""
    assert slack.tell_by_hook(OPENED, after=LATER).note == "it may be a repetition"
    assert "may be a repetition" in shown(slack.messages[-1])
    slack.tell_by_hook(OVER)
    assert "repetition" not in shown(slack.messages[-1])


def test_a_no_leaves_no_doubt(slack: Workspace) -> None:
    for fault in ({"status": 429, "headers": {"Retry-After": "5"}}, {"status": 500, "body": "rollup_error"}):
        slack.fault(**fault)
        with pytest.raises(RetryableDeliveryError) as refused:
            slack.tell_by_hook(OPENED)
        assert not refused.value.undecided
    slack.tell_by_hook(OPENED)
    assert "repetition" not in shown(slack.messages[0])


@pytest.mark.parametrize("error", HOOKS)
def test_a_hook_that_is_gone_waits_for_a_person(slack: Workspace, error: str) -> None:
    slack.ask("PUT", "/slack/channels/T0", {"error": error})
    with pytest.raises(RetryableDeliveryError) as refused:
        slack.tell_by_hook(OPENED)
    assert refused.value.needs_person
    assert error in str(refused.value)


def test_an_unexplained_404_is_a_hook_that_is_gone(slack: Workspace) -> None:
    slack.fault(status=404, body="<html>Not found</html>")
    with pytest.raises(RetryableDeliveryError) as refused:
        slack.tell_by_hook(OPENED)
    assert refused.value.needs_person


def test_a_layout_that_is_refused_goes_out_in_plain_text(slack: Workspace) -> None:
    slack.fault(status=400, body="invalid_blocks")
    assert "plain text" in str(slack.tell_by_hook(OPENED).note)
    slack.fault(status=400, body="invalid_payload", remaining=2)
    with pytest.raises(PermanentDeliveryError):
        slack.tell_by_hook(OVER)


def test_without_the_store_it_is_told_and_frightens_nobody(slack: Workspace) -> None:
    slack.references.unavailable = True
    slack.tell_by_hook(OPENED)
    assert "repetition" not in shown(slack.messages[0])

"""Where in Slack an alert goes on."""

from datetime import timedelta

import pytest

from pawpop_monitoring.domain.errors import RetryableDeliveryError
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from tests.unit.notifications.channels.slack.workspace import PLACE, Workspace
from tests.unit.notifications.messages import message, resolved

OPENED = message()
WORSE = message(
    TransitionKind.ESCALATED, timedelta(minutes=5), heard=Severity.HIGH, severity=Severity.CRITICAL, sequence=2
)
REMINDED = message(TransitionKind.REMINDED, timedelta(minutes=20), heard=Severity.HIGH, sequence=3)
OVER = resolved(sequence=4)
REOPENED = message(after=timedelta(hours=2), reason=Reason.REOPENED, heard=Severity.HIGH, sequence=5, last_good=None)


@pytest.fixture
def slack() -> Workspace:
    return Workspace()


def test_an_alert_goes_on_where_it_began_when_others_go_to_another_channel(slack: Workspace) -> None:
    slack.tell(OPENED)
    slack.place = "C0MOVED11"
    slack.tell(WORSE)
    slack.tell(message(id="alert_other"))
    assert [(each["channel"], each["thread_ts"] is None) for each in slack.messages] == [
        (PLACE, True),
        (PLACE, False),
        ("C0MOVED11", True),
    ]


@pytest.mark.parametrize("error", ["is_archived", "not_in_channel", "channel_not_found"])
def test_an_alert_begins_anew_when_the_channel_before_is_closed(slack: Workspace, error: str) -> None:
    slack.tell(OPENED)
    slack.ask("PUT", f"/slack/channels/{PLACE}", {"error": error})
    with pytest.raises(RetryableDeliveryError) as refused:
        slack.tell(WORSE)
    assert refused.value.needs_person
    slack.place = "C0MOVED11"
    assert error in str(slack.tell(WORSE).note)
    slack.tell(OVER)
    moved = [each for each in slack.messages if each["channel"] == "C0MOVED11"]
    assert [each["thread_ts"] is None for each in moved] == [True, False]
    assert "RESOLVED" in moved[0]["text"]

"""Slack as the registry has it."""

from zoneinfo import ZoneInfo

import pytest

from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.notifications.channel_kind import Workshop
from pawpop_monitoring.notifications.channels.slack.kind import BASE_URL, SLACK
from tests.unit.notifications.channels.slack.workspace import Workspace
from tests.unit.notifications.messages import message

SETTING = "xoxb-111111111111-secret C0ALERTS1; ops http://sandbox/slack/services/T0/B0/x"
ENVIRONMENT = {BASE_URL: "http://sandbox/slack"}


def workshop(slack: Workspace) -> Workshop:
    return Workshop(
        client=slack.client,
        public_client=slack.client,
        clock=lambda: slack.now,
        zone=ZoneInfo("UTC"),
        environment=ENVIRONMENT,
        references=slack.references,
    )


@pytest.mark.parametrize("name", ["slack", "slack:ops"])
def test_each_target_is_a_channel(name: str) -> None:
    slack = Workspace()
    assert [*SLACK.names(SETTING, ENVIRONMENT)] == ["slack", "slack:ops"]
    wired = SLACK.wire(name, SETTING, workshop(slack))
    wired.channel.send(wired.compose(message()))
    assert wired.channel.name == name
    assert [each["channel"] for each in slack.messages] == [{"slack": "C0ALERTS1"}.get(name, "webhook")]


def test_a_target_that_is_not_there_is_named() -> None:
    with pytest.raises(ConfigurationError, match="slack:shop"):
        SLACK.wire("slack:shop", SETTING, workshop(Workspace()))


def test_webhooks_go_to_slack_alone_unless_something_stands_in_for_it() -> None:
    with pytest.raises(ConfigurationError):
        SLACK.names(SETTING, {})

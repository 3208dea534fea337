"""Where Slack is told, as people write it."""

import pytest

from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.notifications.channels.slack.target import SlackTarget, targets_of

TOKEN = "xoxb-111111111111-secret"
HOOK = "https://hooks.slack.com/services/T000/B000/secret"


def test_a_bot_or_a_webhook_a_line_with_a_name_or_without() -> None:
    assert targets_of(f"{TOKEN} C0123456789\n\n ops {HOOK}; shop {TOKEN} G0123456789") == [
        SlackTarget("slack", token=TOKEN, place="C0123456789"),
        SlackTarget("slack:ops", hook=HOOK),
        SlackTarget("slack:shop", token=TOKEN, place="G0123456789"),
    ]


def test_a_token_that_is_rotated_is_a_token() -> None:
    assert targets_of(f"xoxe.{TOKEN} C0123456789")[0].token == f"xoxe.{TOKEN}"


def test_none_is_none() -> None:
    assert targets_of(" \n") == []


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (f"{TOKEN} #alerts", "needs the channel's id"),
        (f"{TOKEN} alerts", "needs the channel's id"),
        ("xoxp-111111111111-secret C0123456789", "which begins with xoxb-"),
        (TOKEN, "neither"),
        ("hooks.slack.com/services/secret", "neither"),
        ("http://hooks.slack.com/services/T0/B0/secret", "is no https://hooks.slack.com"),
        ("https://hooks.slack.com/services/T0/B0", "is no https://hooks.slack.com"),
        ("https://hooks.slack.com.evil.example/services/secret", "is no https://hooks.slack.com"),
        ("https://hooks.slack.com:8443/services/secret", "is no https://hooks.slack.com"),
        ("https://hooks.slack.com/triggers/T0/1/secret", "is no https://hooks.slack.com"),
        ("https://hooks.slack.com", "is no https://hooks.slack.com"),
        ("https://hooks.slack.com/sërvices", "is no https://hooks.slack.com"),
        ("https://[hooks/secret", "is no https://hooks.slack.com"),
        (f"{HOOK}\n{TOKEN} C0123456789", "two targets are called 'slack'"),
    ],
)
def test_what_is_wrong_is_named_and_no_secret_is_repeated(text: str, complaint: str) -> None:
    with pytest.raises(ConfigurationError, match="ChannelSlack") as refused:
        targets_of(text)
    assert complaint in str(refused.value)
    assert "secret" not in str(refused.value)


def test_a_host_inside_can_take_webhooks_if_it_is_named() -> None:
    local = "http://127.0.0.1:9000/slack/services/T0/B0/x"
    assert targets_of(local, ["127.0.0.1:9000"]) == [SlackTarget("slack", hook=local)]

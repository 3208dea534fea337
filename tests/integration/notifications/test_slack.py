"""Slack over real connections, with its references in DynamoDB."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import httpx
import pytest

from local_stack.sandbox.server import SandboxServer
from pawpop_monitoring.domain.clock import system_clock
from pawpop_monitoring.domain.errors import RetryableDeliveryError
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.channels.slack.compose import SlackComposer
from pawpop_monitoring.notifications.channels.slack.slack import SlackChannel
from pawpop_monitoring.notifications.channels.slack.web_api import SlackApi
from pawpop_monitoring.notifications.reference_store import DynamoReferences
from pawpop_monitoring.outbound.http_client import bounded_client
from tests.integration.notifications.conftest import TABLE
from tests.unit.notifications.messages import message, resolved

pytestmark = pytest.mark.integration
OPENED = message()
WORSE = message(TransitionKind.ESCALATED, timedelta(minutes=5), heard=Severity.HIGH, sequence=2)
OVER = resolved(sequence=3)


@pytest.fixture
def channel(sandbox: SandboxServer, dynamodb: Any) -> SlackChannel:
    api = SlackApi(bounded_client(), "xoxb-1-test", f"{sandbox.url}/slack/api")
    references = DynamoReferences(lambda: dynamodb, TABLE, system_clock)
    return SlackChannel(api, "C0ALERTS1", references, system_clock)


@pytest.fixture
def messages(sandbox: SandboxServer) -> Any:
    return lambda: httpx.get(f"{sandbox.url}/slack/messages").json()


def test_an_alert_from_beginning_to_end(channel: SlackChannel, messages: Any) -> None:
    for step in (OPENED, WORSE, WORSE, OVER):
        channel.send(SlackComposer().compose(step))
    alert, worse, over = messages()
    assert "RESOLVED" in alert["text"]
    assert [each["thread_ts"] for each in (worse, over)] == [alert["ts"]] * 2


def test_of_many_attempts_at_one_moment_one_posts(channel: SlackChannel, messages: Any) -> None:
    note = SlackComposer().compose(OPENED)

    def attempt(_: int) -> bool:
        try:
            channel.send(note)
        except RetryableDeliveryError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert any(pool.map(attempt, range(4)))
    assert len(messages()) == 1


def test_a_reset_before_slack_saw_anything_is_tried_again(
    channel: SlackChannel, messages: Any, sandbox: SandboxServer
) -> None:
    note = SlackComposer().compose(OPENED)
    httpx.put(f"{sandbox.url}/_faults/slack", json={"drop": True, "remaining": 2})
    with pytest.raises(RetryableDeliveryError) as lost:
        channel.send(note)
    assert lost.value.undecided
    assert messages() == []
    with pytest.raises(RetryableDeliveryError, match="under way"):
        channel.send(note)

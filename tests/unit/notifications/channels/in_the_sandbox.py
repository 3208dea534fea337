"""A channel as the notifier wires it, whose provider is the sandbox, without a network."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from local_stack import channels
from local_stack.sandbox.application import Sandbox
from local_stack.sandbox.wire import Request
from pawpop_monitoring.bootstrap.channel_set_up import ChannelSetUp, channel_environment, channel_set_up
from pawpop_monitoring.notifications.channel_kind import WiredChannel, Workshop
from tests.fakes.references import InMemoryReferences

URL = "http://sandbox"


def set_up(settings: Mapping[str, str]) -> ChannelSetUp:
    """By the setting of each kind."""
    return channel_set_up({"CHANNELS": ",".join(settings)}, lambda kind: settings[kind])


def wired(kind: str, sandbox: Sandbox) -> WiredChannel:
    """The channel of that kind, set up as the local stack does it."""
    values = channels.parameters([kind], URL)
    (setting,) = (value for name, value in values.items() if name == channels.parameter_of(kind))
    found = set_up({kind: setting})
    (name,) = found.channels
    wire = found.kind(name)
    assert wire is not None
    return wire.wire(name, setting, _workshop(sandbox))


def ask(sandbox: Sandbox, method: str, path: str, content: Any = None) -> Any:
    """What a control route of the sandbox answers."""
    body = b"" if content is None else json.dumps(content).encode()
    answer = sandbox.answer(Request.of(method, path, {}, body))
    return answer.body if answer else None


def _workshop(sandbox: Sandbox) -> Workshop:
    def provider(request: httpx.Request) -> httpx.Response:
        target = str(request.url).removeprefix(URL)
        answer = sandbox.answer(Request.of(request.method, target, request.headers, request.content))
        assert answer is not None
        return httpx.Response(answer.status, headers=dict(answer.headers), content=answer.encoded())

    client = httpx.Client(transport=httpx.MockTransport(provider))
    return Workshop(
        client=client,
        public_client=client,
        clock=lambda: datetime.now(UTC),
        zone=ZoneInfo("UTC"),
        environment=channel_environment({"CHANNEL_SANDBOX_URL": URL}),
        references=InMemoryReferences(),
    )

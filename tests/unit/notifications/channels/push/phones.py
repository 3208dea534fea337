"""The channel with the sandbox as push service, and phones that asked to be told."""

from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from local_stack.sandbox.application import Sandbox
from local_stack.sandbox.push import KEY
from local_stack.sandbox.wire import Request
from pawpop_monitoring.domain.device import Device
from pawpop_monitoring.notifications.channel_kind import Workshop
from pawpop_monitoring.notifications.channels.push.kind import PUSH
from tests.factories import NOW
from tests.fakes.devices import InMemoryDevices
from tests.fakes.references import InMemoryReferences
from tests.unit.notifications.channels.in_the_sandbox import URL, ask
from tests.unit.notifications.messages import message


@dataclass
class Phones:
    """`key` is the setting of the channel."""

    key: str = KEY
    sandbox: Sandbox = field(default_factory=lambda: Sandbox(now=lambda: NOW))
    devices: InMemoryDevices = field(default_factory=InMemoryDevices)

    def __post_init__(self) -> None:
        client = httpx.Client(transport=httpx.MockTransport(self._answer))
        workshop = Workshop(
            client=client,
            public_client=client,
            clock=lambda: NOW,
            zone=ZoneInfo("UTC"),
            environment={},
            references=InMemoryReferences(),
            devices=self.devices,
            dashboard_url="https://monitor.example/dashboard",
        )
        self.wired = PUSH.wire("push", self.key, workshop)

    def add(self, name: str, path: str) -> None:
        keys = ask(self.sandbox, "GET", "/push/subscription")["keys"]
        device = Device(
            name=name,
            endpoint=f"{URL}/push/send/{path}",
            public_key=keys["p256dh"],
            auth=keys["auth"],
            added_at=NOW,
            added_by="Ann",
            seen_at=NOW,
        )
        self.devices.put(device)

    def break_next(self, status: int, remaining: int = 1) -> None:
        ask(self.sandbox, "PUT", "/_faults/push", {"status": status, "remaining": remaining})

    def tell(self, **changes: Any) -> Any:
        return self.wired.channel.send(self.wired.compose(message(**changes)))

    def shown(self) -> Any:
        return ask(self.sandbox, "GET", "/push/messages")

    def _answer(self, request: httpx.Request) -> httpx.Response:
        target = str(request.url).removeprefix(URL)
        answer = self.sandbox.answer(Request.of(request.method, target, request.headers, request.content))
        assert answer is not None
        return httpx.Response(answer.status, headers=dict(answer.headers), content=answer.encoded())

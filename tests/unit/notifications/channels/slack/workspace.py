"""A workspace of Slack, played by the sandbox, with a channel of ours in it and a clock that only moves when told."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx

from local_stack.sandbox.application import Sandbox
from local_stack.sandbox.slack_messages import Messages
from local_stack.sandbox.wire import Request
from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.notifications.channel import Receipt
from pawpop_monitoring.notifications.channels.slack.compose import SlackComposer
from pawpop_monitoring.notifications.channels.slack.incoming_webhook import SlackHookChannel
from pawpop_monitoring.notifications.channels.slack.slack import SlackChannel
from pawpop_monitoring.notifications.channels.slack.web_api import SlackApi
from tests.fakes.references import InMemoryReferences
from tests.unit.notifications.messages import OPENED_AT

PLACE = "C0ALERTS1"
PATIENCE = 8.0


class Killed(BaseException):
    """The process is gone."""


@dataclass
class Workspace:
    """What stands in the channel, and the ways in which telling may go wrong.

    `refusals` are the errors that a method answers next, by its name.
    `kill_after`, `reset_after`, `late_after`: the method after which that happens, although Slack did it.
    """

    now: datetime = OPENED_AT
    references: InMemoryReferences = field(default_factory=InMemoryReferences)
    calls: list[str] = field(default_factory=list)
    place: str = PLACE
    kill_after: str = ""
    reset_after: str = ""
    late_after: str = ""
    refusals: dict[str, list[str]] = field(default_factory=dict)
    _slept: float = 0.0

    def __post_init__(self) -> None:
        self.sandbox = Sandbox(now=lambda: self.now, sleep=self._sleep)
        self.client = httpx.Client(transport=httpx.MockTransport(self._answer))

    @property
    def channel(self) -> SlackChannel:
        api = SlackApi(self.client, "xoxb-1-test", "http://sandbox/slack/api")
        return SlackChannel(api, self.place, self.references, lambda: self.now)

    @property
    def hook(self) -> SlackHookChannel:
        url = "http://sandbox/slack/services/T0/B0/secret"
        return SlackHookChannel(self.client, url, self.references, lambda: self.now)

    def tell(self, message: AlertMessage, after: float = 1.0) -> Receipt:
        self.now += timedelta(seconds=after)
        return self.channel.send(SlackComposer(dashboard_url="https://dash.example").compose(message))

    def tell_by_hook(self, message: AlertMessage, after: float = 1.0) -> Receipt:
        self.now += timedelta(seconds=after)
        return self.hook.send(SlackComposer(buttons=False).compose(message))

    def fault(self, **fault: Any) -> None:
        """The next call meets it, unless it says how many."""
        self.ask("PUT", "/_faults/slack", {"remaining": 1, **fault})

    def refuse(self, method: str, *errors: str) -> None:
        """What `method` answers next."""
        self.refusals[method] = [*errors]

    def ask(self, method: str, path: str, content: Any = None) -> Any:
        body = b"" if content is None else json.dumps(content).encode()
        answer = self.sandbox.answer(Request.of(method, path, {"accept": "application/json"}, body))
        return answer.body if answer else None

    @property
    def everything(self) -> Messages:
        """The workspace's own memory."""
        return self.sandbox.slack.messages

    @property
    def messages(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ask("GET", "/slack/messages")
        return found

    @property
    def parents(self) -> list[dict[str, Any]]:
        """What stands in the channel on its own."""
        return [message for message in self.messages if message["thread_ts"] is None]

    @property
    def replies(self) -> list[dict[str, Any]]:
        return [message for message in self.messages if message["thread_ts"] is not None]

    def _sleep(self, seconds: float) -> None:
        self._slept = seconds

    def _answer(self, request: httpx.Request) -> httpx.Response:
        method = request.url.path.rpartition("/")[2]
        self.calls.append(method)
        if self.refusals.get(method):
            return httpx.Response(200, json={"ok": False, "error": self.refusals[method].pop(0)})
        self._slept = 0.0
        answer = self.sandbox.answer(
            Request.of(
                request.method, str(request.url).removeprefix("http://sandbox"), request.headers, request.content
            )
        )
        if self.kill_after == method:
            raise Killed
        if self._slept > PATIENCE or self.late_after == method:
            self.late_after = ""
            raise httpx.ReadTimeout("too slow")
        if answer is None or self.reset_after == method:
            self.reset_after = ""
            raise httpx.RemoteProtocolError("Server disconnected without sending a response.")
        return httpx.Response(answer.status, headers=dict(answer.headers), content=answer.encoded())


def shown(message: dict[str, Any]) -> str:
    """All texts of a message."""
    return json.dumps([message["text"], message["blocks"], message["attachments"]], ensure_ascii=False)

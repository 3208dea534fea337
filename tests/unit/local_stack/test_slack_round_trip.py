"""An alert in Slack, from its message over a press to what the person is told: nothing of it is a mock of ours."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx
import pytest

from pawpop_monitoring.alerting.apply.silence_commands import SilenceCommands
from pawpop_monitoring.domain.alert import AlertStatus
from pawpop_monitoring.domain.clock import system_clock
from pawpop_monitoring.http.slack_interaction import SlackInteractionServices, run
from pawpop_monitoring.notifications.channels.slack.compose import SlackComposer
from pawpop_monitoring.notifications.channels.slack.permits import permits_of
from pawpop_monitoring.notifications.channels.slack.presses import Presses
from pawpop_monitoring.notifications.channels.slack.responses import Responses
from pawpop_monitoring.notifications.channels.slack.slack import SlackChannel
from pawpop_monitoring.notifications.channels.slack.web_api import SlackApi
from tests.factories import make_finding
from tests.fakes.references import InMemoryReferences
from tests.live_server import answering
from tests.unit.alerting.world import World

SECRET = "a signing secret"


@dataclass
class Shop:
    """The product around the engine's fakes, and Slack on a real port."""

    sandbox: httpx.Client
    world: World = field(default_factory=World)

    def __post_init__(self) -> None:
        base_url = f"{str(self.sandbox.base_url).rstrip('/')}/slack"
        references = InMemoryReferences()
        api = SlackApi(self.sandbox, "xoxb-1-test", f"{base_url}/api")
        self.channel = SlackChannel(api, "C0ALERTS1", references, system_clock)
        self.presses = Presses(
            alerts=self.world.commands,
            silences=SilenceCommands(self.world.silences),
            run_check=lambda _: None,
            opened_at=lambda _: None,
            standing=lambda: "🟢 *Healthy*",
            respond=Responses(self.sandbox, base_url),
            permits=permits_of("T0SANDBOX"),
            clock=lambda: self.world.now,
        )
        self.interaction = SlackInteractionServices(
            signing_secrets=lambda: [SECRET],
            renewed_signing_secrets=list,
            is_new=lambda _: True,
            hand_on=self.presses.carry_out,
            clock=system_clock,
        )

    def tell(self) -> None:
        """What is in the alert queue."""
        for message in self.world.queue.messages:
            self.channel.send(SlackComposer().compose(message))

    def press(self, action: str, user: str) -> str:
        """What whoever pressed is told, and nobody else."""
        ts = self.messages[0]["ts"]
        content = {"ts": ts, "action_id": action, "user": user, "user_id": f"U0{user.upper()}"}
        assert self.sandbox.post("/slack/press", json=content).json()["works"]
        (*_, last) = self.messages
        assert (last["only_for"], last["thread_ts"]) == (f"U0{user.upper()}", ts)
        return str(last["text"])

    @property
    def messages(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.sandbox.get("/slack/messages").json()
        return found


@pytest.fixture
def shop(sandbox: httpx.Client) -> Iterator[Shop]:
    shop = Shop(sandbox)

    class App(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.send_response(run(shop.interaction, {"headers": dict(self.headers), "body": body})["statusCode"])
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Keep the test's output clean."""

    with answering(HTTPServer(("127.0.0.1", 0), App)) as server:
        url = f"http://127.0.0.1:{server.server_port}"
        sandbox.put("/slack/app", json={"request_url": url, "signing_secret": SECRET})
        yield shop


def test_an_alert_is_taken_on_and_closed_in_slack(shop: Shop) -> None:
    alert = shop.world.commands.create(make_finding(), shop.world.now)
    shop.tell()
    assert shop.press("acknowledge", "ann").startswith("ann is on it since 12:00 UTC")
    assert shop.press("acknowledge", "bob") == "Nothing to do: ann is on it since 12:00 UTC."
    shop.world.minute += 30
    assert shop.press("resolve", "bob") == "Over since 12:30 UTC, after 30 min, closed by bob."
    assert shop.world.commands.find(alert.id).status is AlertStatus.RESOLVED  # type: ignore[union-attr]
    shop.tell()
    first, *further = shop.messages
    assert "RESOLVED" in first["text"]
    assert "closed by bob" in str(first["attachments"])
    assert [each["text"].rpartition(": ")[2] for each in further if each["only_for"] is None] == ["bob closed it."]


def test_the_command_is_answered_to_whoever_asks(shop: Shop) -> None:
    assert shop.sandbox.post("/slack/command", json={"user_id": "U0ANN", "channel": "C0ALERTS1"}).json()["works"]
    assert [(each["text"], each["only_for"]) for each in shop.messages] == [("🟢 *Healthy*", "U0ANN")]

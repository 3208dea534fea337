"""Three alerts that open together, and a notifier that dies after each of its calls in turn: each is told once."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import pytest

from local_stack.sandbox.server import SandboxServer
from pawpop_monitoring.contracts.alert_message import AlertMessage
from tests.integration.deep import WHOLE
from tests.integration.faults.cloud import Cloud
from tests.integration.faults.consumers import NotifierFunction
from tests.integration.faults.deaths import Deaths, Fate
from tests.integration.faults.pump import Pump
from tests.integration.faults.virtual_clock import VirtualClock
from tests.unit.notifications.messages import message

pytestmark = pytest.mark.integration
STEP = timedelta(seconds=5)
NEVER = 0
CALLS = 60
"""More than the notifier makes for the three."""
SHARE = 2
"""Every run kills it after one call in so many."""
OPENINGS = [message(id=f"alert_{name}", message=f"{name} is stuck") for name in ("north", "south", "west")]


class MortalLine(httpx.HTTPTransport):
    """The line to Resend, whose answer may come too late."""

    def __init__(self, fate: Fate) -> None:
        super().__init__(verify=False)
        self.fate = fate

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        self.fate.strike()
        return response


@dataclass
class MortalCloud(Cloud):
    """The tables as the doomed process sees them."""

    fate: Fate = field(default_factory=lambda: Fate(NEVER))

    def dynamodb(self) -> Any:
        return self.fate.around(super().dynamodb())


@dataclass
class Bench:
    """The notifier alone, its queue and its tables."""

    clock: VirtualClock
    sandbox_url: str
    fate: Fate
    client: httpx.Client

    def __post_init__(self) -> None:
        self.cloud = MortalCloud(fate=self.fate)
        notifier = NotifierFunction(self.cloud, self.clock, self.client, f"{self.sandbox_url}/resend", Deaths())
        self.pump = Pump(self.cloud, "alerts", notifier.handle)

    def send(self, opening: AlertMessage) -> None:
        self.cloud.queue("alerts").send([opening.model_dump_json()])

    def play(self) -> None:
        """One opens after the other, and then time passes until nothing is in the queue any more."""
        for opening in OPENINGS:
            self.send(opening)
            self.live()
        self.settle()

    def live(self) -> None:
        """One poll, and five seconds."""
        self.pump.run()
        self.clock.advance(STEP)

    def settle(self) -> None:
        give_up = self.clock() + timedelta(hours=1)
        while self.cloud.depth("alerts"):
            assert self.clock() < give_up, "the queue does not become empty"
            self.live()

    def mails(self) -> list[str]:
        found: list[dict[str, str]] = httpx.get(f"{self.sandbox_url}/resend/outbox").json()
        return [mail["text"] for mail in found]


@pytest.fixture
def bench(
    sandbox: SandboxServer, clock: VirtualClock, aws_in_memory: None, request: pytest.FixtureRequest
) -> Iterator[Bench]:
    fate = Fate(request.param)
    with closing(httpx.Client(transport=MortalLine(fate))) as client:
        yield Bench(clock, sandbox.url, fate, client)


@pytest.mark.parametrize("bench", [NEVER], indirect=True)
def test_what_opens_within_the_window_is_one_mail(bench: Bench) -> None:
    bench.play()
    (mail,) = bench.mails()
    assert all(opening.alert.message in mail for opening in OPENINGS)
    assert bench.fate.calls < CALLS, "deaths have to be tried after each of them"


@pytest.mark.parametrize(
    "bench", [pytest.param(at, marks=() if at % SHARE == 0 else WHOLE) for at in range(1, CALLS)], indirect=True
)
def test_a_notifier_that_dies_after_any_call_loses_nobody_and_tells_nobody_twice(bench: Bench) -> None:
    bench.play()
    named = [opening.alert.message for mail in bench.mails() for opening in OPENINGS if opening.alert.message in mail]
    assert sorted(named) == [opening.alert.message for opening in OPENINGS]

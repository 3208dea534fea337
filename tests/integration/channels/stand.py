"""The channel notifier as it is wired, over real connections to the sandbox, on a clock that one turns."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any, cast
from zoneinfo import ZoneInfo

import httpx
from aws_lambda_powertools.utilities.typing import LambdaContext

from functions.channel_notifier import app
from local_stack import channels
from local_stack.paths import CHECKOUT
from local_stack.sandbox.application import Sandbox
from local_stack.sandbox.wire import Request
from parameter_file.declared import declared
from pawpop_monitoring.bootstrap.channel_consumers import Bench, ChannelConsumers
from pawpop_monitoring.bootstrap.channel_services import ChannelServices
from pawpop_monitoring.bootstrap.channel_set_up import ChannelSetUp, channel_set_up
from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.device import Device
from pawpop_monitoring.messaging.publishers import SqsRecordPublisher
from pawpop_monitoring.notifications.channel_kind import Workshop
from pawpop_monitoring.notifications.fan_out import ChannelConsumer, FanOut
from pawpop_monitoring.notifications.grouping.group_store import DynamoGroupStore
from pawpop_monitoring.notifications.progress_store import DynamoProgressStore
from pawpop_monitoring.notifications.reference_store import DynamoReferences
from pawpop_monitoring.routing.notation import routes_of
from pawpop_monitoring.routing.routes import Routes
from pawpop_monitoring.storage.channel_switches import DynamoChannelSwitches
from pawpop_monitoring.storage.silence_store import DynamoSilenceStore
from pawpop_monitoring.storage.standby_store import DynamoStandbyStore
from tests.fakes.devices import InMemoryDevices
from tests.integration.channels.faults import PATIENCE_SECONDS
from tests.integration.channels.mortal import Deaths, MortalPersistence, MortalSetUp
from tests.integration.faults.cloud import IDEMPOTENCY, STANDBY, Cloud
from tests.integration.faults.deaths import KilledError
from tests.integration.faults.pump import Message, Pump
from tests.integration.faults.virtual_clock import VirtualClock

ROUTES = "any -> mail, slack, webhook, pagerduty, datadog, new-relic, otlp, apprise, push"
_PACE, _IDLE, _MOST_ROUNDS = timedelta(minutes=1), timedelta(minutes=5), 90
_UTC = ZoneInfo("UTC")


class ChannelCloud(Cloud):
    """With the queue of the channels."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self._create_queue("channels-dead")
        self._create_queue("channels", VisibilityTimeout="180")


class Impatient(httpx.HTTPTransport):
    """Real HTTP, given up sooner than in earnest: after `patience` seconds. Each answer is `heard`."""

    def __init__(self) -> None:
        super().__init__(verify=False)  # plain HTTP on the loopback: the certificates would only take time to read
        self.patience = PATIENCE_SECONDS
        self.heard: Callable[[], None] = lambda: None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.extensions["timeout"]["read"] = self.patience
        response = super().handle_request(request)
        self.heard()
        return response


@dataclass(frozen=True)
class _Invocation:
    def get_remaining_time_in_millis(self) -> int:
        return 30_000


def set_up_for(sandbox_url: str, patience: float = PATIENCE_SECONDS) -> tuple[ChannelSetUp, Mapping[str, str]]:
    """All kinds as the local stack sets them up, and the environment that goes with them."""
    values, kept_as = channels.parameters(channels.KINDS, sandbox_url), _kept_as()
    secrets = {kept_as[name]: value for name, value in values.items() if kept_as[name]}
    secrets["channels/apprise"] += f"?rto={patience}&cto=1"
    addresses = {kind: kind.upper().replace("-", "_") for kind in channels.KINDS}
    environment = {
        "CHANNELS": values["Channels"],
        "WEBHOOK_PRIVATE_HOSTS": values["WebhookPrivateHosts"],
        **{f"{name}_BASE_URL": f"{sandbox_url}/{kind}" for kind, name in addresses.items()},
    }
    return channel_set_up(environment, lambda kind: secrets[f"channels/{kind}"]), environment


@cache
def _kept_as() -> Mapping[str, str]:
    """Under which name the value of a parameter is kept as a secret, empty for one that is none."""
    return {name: rules.kept_as or "" for name, rules in declared(CHECKOUT / "template.yaml").items()}


@dataclass
class Stand:
    """One run; `pump` may be told to double and to turn round."""

    sandbox: Sandbox
    sandbox_url: str
    clock: VirtualClock
    transport: Impatient
    routes: Routes = field(default_factory=lambda: routes_of(ROUTES, ["supabase"]))
    cloud: ChannelCloud = field(default_factory=ChannelCloud)
    deaths: Deaths = field(default_factory=Deaths)
    handled: int = 0

    def __post_init__(self) -> None:
        self.client = httpx.Client(transport=self.transport, timeout=5)
        self.wait_for(PATIENCE_SECONDS)
        self.pump = Pump(self.cloud, "channels", self._handle)

    def wait_for(self, seconds: float) -> None:
        """How long an attempt waits for an answer from now on."""
        self.transport.patience = seconds
        self.set_up, self._environment = set_up_for(self.sandbox_url, seconds)

    def fault(self, **by_kind: Mapping[str, Any]) -> None:
        """The next call of each kind, new-relic under `new_relic`, meets this."""
        for name, fault in by_kind.items():
            body = json.dumps({"remaining": 1, **fault}).encode()
            answer = self.sandbox.answer(Request.of("PUT", f"/_faults/{name.replace('_', '-')}", {}, body))
            assert answer is not None
            assert answer.status == 200, answer.body

    def faults(self) -> Mapping[str, Any]:
        """Those that nobody has met yet."""
        answer = self.sandbox.answer(Request.of("GET", "/_faults", {}, b""))
        assert answer is not None
        left: Mapping[str, Any] = answer.body
        return left

    def offer(self, *steps: AlertMessage) -> None:
        """Put steps into ChannelQueue, as the topic does."""
        self.cloud.queue("channels").send([step.model_dump_json() for step in steps])

    def know(self, alert: Alert) -> None:
        """How an alert stands by now, as whoever changed it has it kept."""
        standby = DynamoStandbyStore(client=self.cloud.dynamodb, table=STANDBY)
        if alert.resolved:
            standby.hold_end(alert, None, None)
        else:
            standby.release_end(alert)
            standby.put(alert)

    def run(self, rounds: int = _MOST_ROUNDS) -> None:
        """Until nothing waits any more, or so many rounds long, a minute each, or five if there is nothing to do."""
        for _ in range(rounds):
            handled = self.handled
            self.pump.run()
            if self.cloud.depth("channels") == 0:
                return
            self.clock.advance(_PACE if self.handled > handled else _IDLE)

    def _handle(self, messages: list[Message]) -> set[str]:
        """One message an invocation, as in template.yaml; whoever dies leaves its message where it is."""
        left = set[str]()
        for message in messages:
            try:
                left |= self.invoke(message)
            except KilledError:
                left.add(message["messageId"])
        return left

    def invoke(self, message: Message) -> set[str]:
        """The function, with one message; its id if it has to come back."""
        self.handled += 1
        answer = app.run(self._services(), {"Records": [message]}, cast("LambdaContext", _Invocation()))
        return {str(failure["itemIdentifier"]) for failure in answer["batchItemFailures"]}

    def _services(self) -> ChannelServices:
        own, dead = self.cloud.queue("channels"), self.cloud.queue("channels-dead")

        def put_aside(body: str) -> None:
            dead.send([body])

        routes = self.routes
        consumers = ChannelConsumers(
            set_up=MortalSetUp(self.set_up, self.deaths)(),
            workshop=self._workshop(),
            bench=self._bench(),
            routes=routes,
            put_aside=put_aside,
        )
        fan_out = FanOut(
            routes,
            self.set_up.channels,
            _UTC,
            own.offer,
            self.set_up.keep_state,
            show_silences=self.set_up.show_silences,
        )
        return ChannelServices(ChannelConsumer(fan_out, consumers.of, put_aside, self.clock), own.postpone)

    def _workshop(self) -> Workshop:
        return Workshop(
            client=self.client,
            public_client=self.client,
            clock=self.clock,
            zone=_UTC,
            environment=self._environment,
            references=DynamoReferences(self.cloud.dynamodb, IDEMPOTENCY, self.clock),
            devices=InMemoryDevices.of(self._phone()),
        )

    def _phone(self) -> Device:
        found = self.sandbox.answer(Request.of("GET", "/push/subscription", {}, b""))
        assert found is not None
        keys, moment = found.body["keys"], self.clock()
        return Device(
            name="Ann's phone",
            endpoint=f"{self.sandbox_url}{found.body['endpoint']}",
            public_key=keys["p256dh"],
            auth=keys["auth"],
            added_at=moment,
            added_by="Ann",
            seen_at=moment,
        )

    def _bench(self) -> Bench:
        cloud = self.cloud
        return Bench(
            standby=DynamoStandbyStore(client=cloud.dynamodb, table=STANDBY),
            silences=DynamoSilenceStore(client=cloud.dynamodb, table=STANDBY),
            progress_of=lambda channel: DynamoProgressStore(cloud.dynamodb, IDEMPOTENCY, channel),
            groups_of=lambda channel: DynamoGroupStore(client=cloud.dynamodb, table=IDEMPOTENCY, channel=channel),
            switches=DynamoChannelSwitches(client=cloud.dynamodb, table=STANDBY),
            persistence=MortalPersistence(self.deaths, cloud.dynamodb()),
            records=SqsRecordPublisher(cloud.queue("records")),
            window=timedelta(seconds=20),
            clock=self.clock,
        )

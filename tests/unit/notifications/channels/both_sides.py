"""Alerts and what people do to them, here, in Slack and at PagerDuty.

All messages come in any order and some twice; of what Slack and PagerDuty are told some requests fail, and some answers
are lost on the way.

The engine, both channels with their pipeline, and what takes presses and webhooks are ours; Slack and PagerDuty are the
sandbox's. Only the stores and queues are fakes.
"""

import json
import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from local_stack.sandbox.application import Sandbox
from local_stack.sandbox.wire import Request
from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.errors import ConflictError
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.http import pagerduty_webhook, slack_interaction
from tests.factories import make_finding
from tests.fakes.references import InMemoryReferences
from tests.unit.alerting.world import World
from tests.unit.notifications.channels.wired import SECRET, URL, Wired
from tests.unit.notifications.fakes import context

type Errand = tuple[str, str]
"""A message on its way: to which consumer, and its body."""


_LOST, _REFUSED = 0.04, 0.08
"""Shares of the requests to Slack and PagerDuty whose answer never comes, and from there on of those that fail."""


@dataclass
class BothSides:
    """One shop."""

    chance: random.Random
    world: World = field(default_factory=World)
    references: InMemoryReferences = field(default_factory=InMemoryReferences)
    on_the_way: list[Errand] = field(default_factory=list)
    webhooks: list[dict[str, Any]] = field(default_factory=list)
    published: int = 0
    noticed: int = 0
    tally: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.sandbox = Sandbox(now=lambda: self.now, sleep=lambda _: None)
        # As if over the network: what PagerDuty tells comes when the history lets it.
        self.sandbox.pagerduty.subscription.url = URL
        self.sandbox.pagerduty.subscription.tell_later = self.webhooks.append  # type: ignore[assignment, method-assign]
        self.client = httpx.Client(transport=httpx.MockTransport(self._provider))
        self.wired = Wired(self.world, self.references, self.client, self._tell_pagerduty)
        self.consumers, self.presses = self.wired.consumers(), self.wired.presses()

    @property
    def now(self) -> datetime:
        return self.world.now

    # ── what happens ─────────────────────────────────────────────────────────
    def something_happens(self) -> None:
        """A check, a person here, in Slack or at PagerDuty, or the clock."""
        happens = self.chance.choice(
            [self._check, self._check, self._person, self._press, self._act, self._act, self._clock]
        )
        happens()
        self._collect()

    def _check(self) -> None:
        if self.chance.random() < 0.4:
            for _ in range(3):
                self.world.check(good=("supabase:connections",))
                self.world.minute += 5
            return
        severity = self.chance.choice([Severity.HIGH, Severity.CRITICAL])
        with suppress(ConflictError):
            self.world.commands.create(make_finding(severity=severity), self.now)

    def _person(self) -> None:
        alert = self._some_alert()
        if alert is None:
            return
        do = self.chance.choice(["acknowledge", "acknowledge", "resolve", "reopen"])
        with suppress(ConflictError):
            getattr(self.world.commands, do)(alert.id, "Cem", self.now)
            self.tally[f"{do} here"] += 1

    def _press(self) -> None:
        heads = [each for each in self.heads() if each["attachments"] or each["blocks"]]
        if not heads:
            return
        what = {"ts": self.chance.choice(heads)["ts"], "user": "ann", "user_id": "U0ANN"}
        what["action_id"] = self.chance.choice(["acknowledge", "resolve", "acknowledge", "silence_1h"])
        pressed = self.ask("POST", "/slack/press", what)
        if "body" in pressed:
            self.tally[f"{what['action_id']} in Slack"] += 1
            self.on_the_way.append(("slack inbound", json.dumps(pressed)))

    def _act(self) -> None:
        incidents = self.incidents()
        if not incidents:
            return
        action = self.chance.choice(["acknowledge", "acknowledge", "resolve", "unacknowledge", "reopen"])
        what = {"id": self.chance.choice(incidents[-2:])["id"], "action": action, "user": "Bob"}
        payload = self.sandbox.pagerduty.act(what)
        if payload is not None:
            self.tally[f"{action} at PagerDuty"] += 1
            self.webhooks.append(payload)

    def _clock(self) -> None:
        self.world.minute += self.chance.choice([5, 20, 60])
        self.world.run_escalator()

    # ── what is on its way ───────────────────────────────────────────────────
    def something_arrives(self) -> bool:
        """One message, or a copy of it; False if nothing is on its way."""
        self._collect()
        if not self.on_the_way:
            return False
        at = self.chance.randrange(min(4, len(self.on_the_way)))
        errand = self.on_the_way[at]
        if self.chance.random() > 0.15:
            del self.on_the_way[at]
        else:
            self.tally["copies"] += 1
        self.tally["messages"] += 1
        if not self._delivered(*errand):
            self.tally["told again later"] += 1
            self.on_the_way.append(errand)
        self.world.minute += self.chance.choice([0.01, 0.1, 0.5])
        self._collect()
        return True

    def _collect(self) -> None:
        """What the engine and PagerDuty have to say goes on its way."""
        queue = self.world.queue
        steps = [*queue.messages[self.published :], *queue.notices[self.noticed :]]
        self.tally.update(step.kind.value for step in steps)
        self.published, self.noticed = len(queue.messages), len(queue.notices)
        self.on_the_way += [
            (name, step.model_dump_json())
            for step in steps
            for name in self.consumers
            if name == "slack" or step.kind is not TransitionKind.SILENCED or step.alert.resolved
        ]
        for payload in self.webhooks:
            told = self.sandbox.pagerduty.subscription.request(payload)
            self.on_the_way.append(("pagerduty inbound", json.dumps(told)))
        self.webhooks.clear()

    def _delivered(self, consumer: str, body: str) -> bool:
        if consumer in self.consumers:
            return self.consumers[consumer].consume(body, 2, context()).retry_in is None
        if consumer == "presses":
            return self.presses.consume(body, 1, context()).retry_in is None
        taken: list[str] = []
        if consumer == "slack inbound":
            slack_interaction.run(self.wired.slack_inbound(taken), json.loads(body))
        else:
            answer = pagerduty_webhook.run(self.wired.pagerduty_inbound(taken), json.loads(body))
            assert answer["statusCode"] == 200, answer
        self.on_the_way += [("presses", press) for press in taken]
        return True

    def _tell_pagerduty(self, message: AlertMessage) -> None:
        self.on_the_way.append(("pagerduty", message.model_dump_json()))

    # ── what there is ────────────────────────────────────────────────────────
    def alerts(self) -> list[Alert]:
        """All that there ever were."""
        return list(self.world.store.alerts.values())

    def incidents(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.ask("GET", "/pagerduty/incidents")
        return found

    def heads(self) -> list[dict[str, Any]]:
        """Slack's messages of alerts."""
        return [
            each
            for each in self.ask("GET", "/slack/messages")
            if each["thread_ts"] is None and each["metadata"] is not None
        ]

    def ask(self, method: str, path: str, content: Any = None) -> Any:
        body = b"" if content is None else json.dumps(content).encode()
        answer = self.sandbox.answer(Request.of(method, path, {"accept": "application/json", "host": "sandbox"}, body))
        return answer.body if answer else None

    def _some_alert(self) -> Alert | None:
        alerts = self.alerts()
        return self.chance.choice(alerts[-2:]) if alerts else None

    def _provider(self, request: httpx.Request) -> httpx.Response:
        target, luck = str(request.url).removeprefix(URL), self.chance.random()
        if _LOST <= luck < _REFUSED:
            self.tally["requests failed"] += 1
            return httpx.Response(503)
        answer = self.sandbox.answer(Request.of(request.method, target, request.headers, request.content))
        assert answer is not None
        if luck < _LOST:
            self.tally["answers lost"] += 1
            raise httpx.ReadTimeout("lost on the way", request=request)
        return httpx.Response(answer.status, headers=dict(answer.headers), content=answer.encoded())


def play(seed: int, most: int = 25) -> BothSides:
    """A history, until all has arrived and nothing more is to be said."""
    chance = random.Random(seed)
    shop = BothSides(chance)
    shop.sandbox.pagerduty.subscription.secret = SECRET
    shop.ask("PUT", "/slack/app", {"signing_secret": SECRET})
    for _ in range(chance.randint(5, most)):
        shop.something_happens()
        shop.world.minute += chance.choice([0.1, 1, 3])
        for _ in range(chance.choice([0, 0, 1, 3, 10])):
            shop.something_arrives()
    for _ in range(3000):
        if not shop.something_arrives():
            return shop
    raise AssertionError("it never comes to rest")

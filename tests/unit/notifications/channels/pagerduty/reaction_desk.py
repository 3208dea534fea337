"""An alert that rings at PagerDuty, what people do to its incident there, and what is done about that here."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.contracts.pagerduty_event import IncidentEvent
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.notifications.channels.pagerduty.compose import Composer
from pawpop_monitoring.notifications.channels.pagerduty.heard import HeardOf
from pawpop_monitoring.notifications.channels.pagerduty.integration import Service
from pawpop_monitoring.notifications.channels.pagerduty.pagerduty import PagerDutyChannel
from pawpop_monitoring.notifications.channels.pagerduty.reactions import Reactions
from tests.factories import make_finding
from tests.fakes.references import InMemoryReferences
from tests.unit.alerting.world import World
from tests.unit.notifications.channels.answering import Provider

KEY = "R0123456789abcdef0123456789abcde"


@dataclass
class Desk:
    """An open alert that rings at PagerDuty."""

    world: World = field(default_factory=World)
    references: InMemoryReferences = field(default_factory=InMemoryReferences)
    provider: Provider = field(default_factory=lambda: Provider(202, {}))
    told: set[str] = field(default_factory=set)
    ended_there: list[AlertMessage] = field(default_factory=list)
    ids: Iterator[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self.alert = self.world.commands.create(make_finding(), self.world.now)
        self.deliver()
        self.world.minute += 1

    def does(self, kind: str, *, late: float = 0, name: str = "Ann", **changes: object) -> IncidentEvent:
        """What somebody does now, or did some minutes ago, arrives."""
        event = self.event(kind, late=late, name=name, **changes)
        self.arrives(event)
        return event

    def event(self, kind: str, *, late: float = 0, name: str = "Ann", **changes: object) -> IncidentEvent:
        at = (self.world.now - timedelta(minutes=late)).timestamp()
        event = IncidentEvent(f"event{next(self.ids)}", kind, at, "Q1", self.alert.id, name, person=True)
        return event._replace(**changes)  # type: ignore[arg-type]

    def arrives(self, event: IncidentEvent) -> None:
        self.reactions.carry_out(event.encoded())
        self.deliver()
        self.world.minute += 0.1

    def deliver(self) -> None:
        """What the engine has to say goes to PagerDuty."""
        steps = [*self.world.queue.messages, *self.world.queue.notices]
        for step in sorted(steps, key=lambda step: (step.at, step.alert.sequence)):
            if step.key not in self.told:
                self.told.add(step.key)
                self.channel.send(Composer(ZoneInfo("UTC")).compose(step))

    @property
    def channel(self) -> PagerDutyChannel:
        return PagerDutyChannel(
            self.provider.client, Service(KEY, "https://pd.example"), self.references, lambda: self.world.now
        )

    @property
    def reactions(self) -> Reactions:
        return Reactions(
            alerts=self.world.commands,
            heard=HeardOf(self.references),
            news_at=self.news_at,
            clock=lambda: self.world.now,
            tell_there=self.tell_there,
        )

    def tell_there(self, message: AlertMessage) -> None:
        self.ended_there.append(message)
        self.channel.send(Composer(ZoneInfo("UTC")).compose(message))

    def news_at(self, _alert_id: str) -> datetime | None:
        """As the table of transitions has it."""
        news = (step.at for step in self.world.queue.messages if step.kind == "opened" or step.reason == "escalated")
        return max(news, default=None)

    @property
    def now(self) -> Alert:
        found = self.world.commands.find(self.alert.id)
        assert found is not None
        return found

    @property
    def sent(self) -> list[str]:
        return [json.loads(request.content)["event_action"] for request in self.provider.seen]

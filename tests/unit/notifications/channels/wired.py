"""Both channels with their pipelines, and what does here what was done there, as they are wired in earnest."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from pawpop_monitoring.alerting.apply.silence_commands import SilenceCommands
from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.http.pagerduty_webhook import PagerDutyWebhookServices
from pawpop_monitoring.http.slack_interaction import SlackInteractionServices
from pawpop_monitoring.notifications.channels.pagerduty.compose import Composer
from pawpop_monitoring.notifications.channels.pagerduty.heard import HeardOf
from pawpop_monitoring.notifications.channels.pagerduty.integration import Service
from pawpop_monitoring.notifications.channels.pagerduty.pagerduty import PagerDutyChannel
from pawpop_monitoring.notifications.channels.pagerduty.reactions import Reactions
from pawpop_monitoring.notifications.channels.slack.compose import SlackComposer
from pawpop_monitoring.notifications.channels.slack.permits import Permits
from pawpop_monitoring.notifications.channels.slack.presses import Presses
from pawpop_monitoring.notifications.channels.slack.responses import Responses
from pawpop_monitoring.notifications.channels.slack.slack import SlackChannel
from pawpop_monitoring.notifications.channels.slack.web_api import SlackApi
from pawpop_monitoring.notifications.delivery_log import DeliveryLog
from pawpop_monitoring.notifications.pipeline import AlertConsumer, Stages
from pawpop_monitoring.notifications.press_consumer import PressConsumer
from pawpop_monitoring.notifications.stages.once import Once
from pawpop_monitoring.notifications.stages.readable import readable
from pawpop_monitoring.notifications.stages.send import Send
from pawpop_monitoring.notifications.stages.still_true import StillTrue
from pawpop_monitoring.notifications.turns import Turns
from pawpop_monitoring.notifications.verdict import Go, Parcel, Verdict
from tests.fakes.publishers import InMemoryRecordPublisher
from tests.fakes.references import InMemoryReferences
from tests.unit.alerting.world import World
from tests.unit.notifications.fakes import FakePersistence, InMemoryProgressStore

URL = "http://sandbox"
SECRET = "a signing secret of tests"
_SERVICE = Service("5a" * 16, f"{URL}/pagerduty")


@dataclass
class Wired:
    """Around one world; `tell_pagerduty` puts what PagerDuty alone is told on its way."""

    world: World
    references: InMemoryReferences
    client: httpx.Client
    tell_pagerduty: Callable[[AlertMessage], None]

    def consumers(self) -> dict[str, AlertConsumer]:
        """By channel."""
        pagerduty = PagerDutyChannel(self.client, _SERVICE, self.references, self._now, _SERVICE.url)
        api = SlackApi(self.client, "xoxb-1-test", f"{URL}/slack/api")
        slack = SlackChannel(api, "C0ALERTS1", self.references, self._now)
        return {
            "pagerduty": self._consumer("pagerduty", pagerduty, Composer(ZoneInfo("UTC")).compose),
            "slack": self._consumer("slack", slack, SlackComposer().compose),
        }

    def presses(self) -> PressConsumer:
        """What does here what people did in Slack and at PagerDuty."""
        by_source = {"slack": self._presses().carry_out, "pagerduty": self._reactions().carry_out}
        return PressConsumer(by_source, _never)

    def slack_inbound(self, taken: list[str]) -> SlackInteractionServices:
        """Whoever presses is taken at once, as Slack repeats nothing: what is old by now is refused."""
        return SlackInteractionServices(lambda: [SECRET], list, lambda _: True, taken.append, self._now)

    def pagerduty_inbound(self, taken: list[str]) -> PagerDutyWebhookServices:
        """Without its memory, so that each copy comes to the worker."""
        return PagerDutyWebhookServices(
            lambda: [SECRET], list, lambda _: False, lambda _: None, taken.append, self._now
        )

    def _now(self) -> datetime:
        return self.world.now

    def _consumer(self, name: str, channel: Any, compose: Any) -> AlertConsumer:
        progress, log = InMemoryProgressStore(), DeliveryLog(name, InMemoryRecordPublisher(), self._now)
        stages = Stages(
            readable=readable,
            still_true=StillTrue(self.world.standby, progress, self._now),
            business_hours=_at_once,
            silenced=_at_once,
            group=_at_once,
            once=Once(name, FakePersistence()),
            send=Send(channel, compose, log, Turns(progress)),
        )
        return AlertConsumer(stages, log, _never, self._now)

    def _presses(self) -> Presses:
        return Presses(
            alerts=self.world.commands,
            silences=SilenceCommands(self.world.silences, self.world.silence_notices.tell),
            run_check=lambda _: None,
            opened_at=self._opened_at,
            standing=lambda: "",
            respond=Responses(self.client, f"{URL}/slack"),
            permits=Permits(),
            clock=self._now,
        )

    def _reactions(self) -> Reactions:
        return Reactions(
            alerts=self.world.commands,
            heard=HeardOf(self.references),
            news_at=self._news_at,
            clock=self._now,
            tell_there=self.tell_pagerduty,
        )

    def _opened_at(self, alert_id: str) -> datetime | None:
        """As the table of transitions has it."""
        return max((step.at for step in self._told_of(alert_id) if step.kind == "opened"), default=None)

    def _news_at(self, alert_id: str) -> datetime | None:
        news = (step for step in self._told_of(alert_id) if step.kind == "opened" or step.reason == "escalated")
        return max((step.at for step in news), default=None)

    def _told_of(self, alert_id: str) -> list[AlertMessage]:
        return [step for step in self.world.queue.messages if step.alert.id == alert_id]


def _at_once(parcel: Parcel) -> Verdict:
    return Go(parcel)


def _never(body: str) -> None:
    raise AssertionError(f"put aside: {body}")

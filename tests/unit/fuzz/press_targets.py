"""What takes presses from elsewhere, and what does them, on fakes."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from pawpop_monitoring.alerting.apply.silence_commands import SilenceCommands
from pawpop_monitoring.contracts import pagerduty_signature
from pawpop_monitoring.contracts.pagerduty_event import IncidentEvent
from pawpop_monitoring.contracts.slack_press import Press
from pawpop_monitoring.contracts.slack_signature import sign
from pawpop_monitoring.http import pagerduty_webhook
from pawpop_monitoring.http.pagerduty_webhook import PagerDutyWebhookServices
from pawpop_monitoring.http.slack_interaction import SlackInteractionServices, run
from pawpop_monitoring.notifications.channels.pagerduty.heard import HeardOf
from pawpop_monitoring.notifications.channels.pagerduty.reactions import Reactions
from pawpop_monitoring.notifications.channels.slack.permits import Permits
from pawpop_monitoring.notifications.channels.slack.presses import Presses
from pawpop_monitoring.notifications.press_consumer import PressConsumer
from tests.factories import NOW
from tests.fakes.references import InMemoryReferences
from tests.unit.fuzz.known_alert import ID, world_with_an_alert
from tests.unit.fuzz.unasked_targets import ANSWERED
from tests.unit.notifications.fakes import context

_SECRET = "a signing secret of tests"
_IN_EVENTS = "alert_0123456789abcdef0123"
_PRESSED_AT = datetime.fromtimestamp(1_795_403_620.25, NOW.tzinfo)
"""In the events."""


def _slack(event: Any) -> Any:
    """Half of the bodies are signed, so that somebody reads them."""
    body, moment = str(event.get("body") or "").encode("utf-8", "surrogatepass"), str(int(NOW.timestamp()))
    if len(body) % 2 and not event.get("isBase64Encoded"):
        names = {"X-Slack-Request-Timestamp": moment, "X-Slack-Signature": sign(_SECRET, moment, body)}
        event = {**event, "headers": names}

    def hand_on(press: str) -> None:
        Press.decoded(press)

    services = SlackInteractionServices(lambda: [_SECRET], lambda: [_SECRET], lambda _: True, hand_on, lambda: NOW)
    return run(services, event)


def _slack_presses() -> Presses:
    world = world_with_an_alert()
    return Presses(
        alerts=world.commands,
        silences=SilenceCommands(world.silences),
        run_check=_encode,
        opened_at=lambda _: None,
        standing=lambda: "🟢 *Healthy*",
        respond=_encode,
        permits=Permits(),
        clock=lambda: _PRESSED_AT + timedelta(seconds=2),
    )


def _encode(*texts: str) -> None:
    for text in texts:
        text.encode("utf-8", "surrogatepass")


def _pagerduty(event: Any) -> Any:
    """Half of the bodies are signed, so that somebody reads them."""
    body = str(event.get("body") or "").encode("utf-8", "surrogatepass")
    if len(body) % 2 and not event.get("isBase64Encoded"):
        event = {**event, "headers": {"X-PagerDuty-Signature": pagerduty_signature.sign(_SECRET, body)}}

    def hand_on(happened: str) -> None:
        IncidentEvent.decoded(happened)

    def secrets() -> Sequence[str]:
        return [_SECRET]

    services = PagerDutyWebhookServices(secrets, secrets, lambda _: False, _encode, hand_on, lambda: _PRESSED_AT)
    return pagerduty_webhook.run(services, event)


def _reactions() -> Reactions:
    return Reactions(
        alerts=world_with_an_alert().commands,
        heard=HeardOf(InMemoryReferences()),
        news_at=lambda _: None,
        clock=lambda: _PRESSED_AT,
    )


def _worker(event: Any) -> Any:
    consumer = PressConsumer({"slack": _slack_presses().carry_out, "pagerduty": _reactions().carry_out}, _encode)
    for record in event["Records"]:
        consumer.consume(record["body"].replace(_IN_EVENTS, ID), 1, context())
    return ANSWERED


PRESSED: Mapping[str, Callable[[Any], Any]] = {
    "slack_interaction": _slack,
    "pagerduty_webhook": _pagerduty,
    "press_worker": _worker,
}

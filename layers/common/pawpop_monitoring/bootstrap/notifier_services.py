"""Wiring of the notifier."""

import logging
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import Any, cast

from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import Field

from pawpop_monitoring.bootstrap.clients import hurried_dynamodb, load_settings, queue, secret_text
from pawpop_monitoring.bootstrap.people import NOBODY, People, people_of
from pawpop_monitoring.bootstrap.routing_rules import routing_rules
from pawpop_monitoring.bootstrap.signed_links import signed_links
from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.contracts.channel_message import ChannelMessage
from pawpop_monitoring.contracts.review import ReviewMessage
from pawpop_monitoring.domain.clock import system_clock
from pawpop_monitoring.domain.errors import RetryableDeliveryError
from pawpop_monitoring.messaging.publishers import SqsRecordPublisher
from pawpop_monitoring.notifications.allowance import Allowance
from pawpop_monitoring.notifications.also_open import Beside
from pawpop_monitoring.notifications.channel import Channel
from pawpop_monitoring.notifications.channels.email.attempts import DynamoAttemptLog
from pawpop_monitoring.notifications.channels.email.compose import EmailComposer
from pawpop_monitoring.notifications.channels.email.compose_review import ReviewComposer
from pawpop_monitoring.notifications.channels.email.failover import Failover
from pawpop_monitoring.notifications.channels.email.mail import Mail
from pawpop_monitoring.notifications.channels.email.parts import Parts
from pawpop_monitoring.notifications.channels.email.recipients import Recipients
from pawpop_monitoring.notifications.channels.email.ses import SesChannel
from pawpop_monitoring.notifications.delivery_log import DeliveryLog
from pawpop_monitoring.notifications.delivery_outcome import Result
from pawpop_monitoring.notifications.fan_out import FanOut
from pawpop_monitoring.notifications.grouping.group_store import DynamoGroupStore
from pawpop_monitoring.notifications.mail_consumer import USUAL, Consumer, MailConsumer
from pawpop_monitoring.notifications.pipeline import AlertConsumer, Stages
from pawpop_monitoring.notifications.progress_store import DynamoProgressStore
from pawpop_monitoring.notifications.review_consumer import ReviewConsumer
from pawpop_monitoring.notifications.stages.business_hours import BusinessHours
from pawpop_monitoring.notifications.stages.group import Grouping
from pawpop_monitoring.notifications.stages.once import Once
from pawpop_monitoring.notifications.stages.readable import readable
from pawpop_monitoring.notifications.stages.routed import Routed
from pawpop_monitoring.notifications.stages.send import Send
from pawpop_monitoring.notifications.stages.silenced import Silenced
from pawpop_monitoring.notifications.stages.still_true import StillTrue
from pawpop_monitoring.notifications.turns import Turns
from pawpop_monitoring.outbound.http_client import bounded_client
from pawpop_monitoring.routing.routes import MAIL, Routes
from pawpop_monitoring.settings import Sender, Settings, WebAddress
from pawpop_monitoring.storage.mailbox_store import DynamoMailboxStore
from pawpop_monitoring.storage.silence_store import DynamoSilenceStore
from pawpop_monitoring.storage.standby_store import DynamoStandbyStore

_logger = logging.getLogger(__name__)


class NotifierSettings(Settings):
    """Environment of the notifier."""

    resend_secret_id: str
    resend_base_url: str = "https://api.resend.com"
    alert_queue_url: str
    alert_dead_letter_queue_url: str
    record_queue_url: str
    idempotency_table: str
    standby_table: str
    alert_sender: Sender
    dashboard_url: WebAddress = ""
    api_public_url: WebAddress = ""
    link_secret_id: str = ""
    ses_fallback_sender: str = ""
    ses_fallback_minutes: float = Field(5, gt=0)
    grouping_seconds: float = Field(20, gt=0)
    daily_mail_quota: int = Field(100, ge=0)


@dataclass(frozen=True, slots=True)
class NotifierServices:
    """What the notifier works with; `postpone(receipt_handle, seconds)` makes a message come back after that time."""

    consumer: Consumer
    postpone: Callable[[str, int], None]


def notifier_services() -> NotifierServices:
    """The services of this Lambda environment."""
    settings, people, routes = load_settings(NotifierSettings), _people(), routing_rules(os.environ).routes
    own = queue(settings.alert_queue_url)
    fan_out = FanOut(routes, routes.addresses, people.zone, own.offer)
    desk = _Desk(settings, people, routes, _channel(settings))
    return NotifierServices(
        consumer=MailConsumer(cache(desk.consumer), fan_out, desk.tell_review), postpone=own.postpone
    )


@dataclass(frozen=True)
class _Desk:
    """Makes the consumer of the usual mail, and those of mails to single addresses."""

    settings: NotifierSettings
    people: People
    routes: Routes
    channel: Parts

    def consumer(self, name: str) -> AlertConsumer | None:
        """None for an address that no setting names any more."""
        if name in (USUAL, MAIL):
            return self._consumer(self.channel.name, MAIL, self._usual_mail(), name == MAIL, str)
        if name not in self.routes.addresses:
            _logger.warning("%s is in no setting any more, so what was meant for it is dropped", name)
            return None
        one = Recipients((name.removeprefix(f"{MAIL}:"),))
        composer = replace(_composer(self.settings, self.people, one), key_prefix=f"{name}/")
        return self._consumer(name, name, composer.compose, True, lambda body: _addressed(name, body))

    def tell_review(self, message: ReviewMessage, attempt: int, context: LambdaContext) -> Result:
        """Mail the review of a month to those who hear of everything."""
        return self._reviews().consume(message, attempt, context)

    def _reviews(self) -> ReviewConsumer[Mail]:
        settings, to = self.settings, self.people.recipients
        composer = ReviewComposer(tuple(to), settings.alert_sender, settings.dashboard_url)
        return ReviewConsumer(
            self.channel,
            composer.compose if to else _for_nobody,
            Once(self.channel.name, _persistence(settings.idempotency_table)),
            lambda body: queue(settings.alert_dead_letter_queue_url).send([body]),
            system_clock,
        )

    def _usual_mail(self) -> Callable[[AlertMessage], Mail]:
        """Says what else is open; a mail to a single address does not, since who gets it may not hear of all."""
        people = self.people
        if not people.recipients:
            return _for_nobody
        everybody = Recipients(people.always, people.escalation)
        composer, beside = _composer(self.settings, people, everybody), Beside(_standby(self.settings))
        return lambda message: composer.compose(beside(message))

    def _consumer(
        self,
        name: str,
        route: str,
        compose: Callable[[AlertMessage], Mail],
        told_anyway: bool,
        wrap: Callable[[str], str],
    ) -> AlertConsumer:
        settings, table = self.settings, self.settings.idempotency_table
        dead_letters = queue(settings.alert_dead_letter_queue_url)
        log = DeliveryLog(name, SqsRecordPublisher(queue(settings.record_queue_url)), system_clock)
        progress = DynamoProgressStore(hurried_dynamodb, table, name)
        standby = _standby(settings)
        still_true = StillTrue(
            standby, progress, system_clock, Allowance(_mailboxes(settings), settings.daily_mail_quota)
        )
        stages = Stages(
            readable=readable,
            routed=Routed(route, self.routes, self.people.zone, progress, told_anyway, standby),
            still_true=still_true,
            business_hours=BusinessHours(self.people.zone),
            silenced=Silenced(DynamoSilenceStore(client=hurried_dynamodb, table=settings.standby_table)),
            group=_grouping(settings, still_true, "" if route == MAIL else name),
            once=Once(name, _persistence(table)),
            send=Send(self.channel, compose, log, Turns(progress)),
        )
        return AlertConsumer(stages, log, lambda body: dead_letters.send([wrap(body)]), system_clock)


def _addressed(name: str, body: str) -> str:
    return ChannelMessage(channel=name, message=AlertMessage.model_validate_json(body)).model_dump_json()


def _grouping(settings: NotifierSettings, still_true: StillTrue, channel: str) -> Grouping:
    return Grouping(
        store=DynamoGroupStore(client=hurried_dynamodb, table=settings.idempotency_table, channel=channel),
        window=timedelta(seconds=settings.grouping_seconds),
        clock=system_clock,
        standing=still_true.standing,
    )


def _people() -> People:
    people = people_of(os.environ)
    for problem in people.problems.values():
        _logger.error(problem)
    return people


def _standby(settings: NotifierSettings) -> DynamoStandbyStore:
    return DynamoStandbyStore(client=hurried_dynamodb, table=settings.standby_table)


def _for_nobody(_message: object) -> Mail:
    """Mails to single addresses go on meanwhile."""
    raise RetryableDeliveryError(NOBODY, needs_person=True)


def _composer(settings: NotifierSettings, people: People, recipients: Recipients) -> EmailComposer:
    return EmailComposer(
        recipients=recipients,
        zone=people.zone,
        notices=tuple(people.problems.values()),
        sender=settings.alert_sender,
        dashboard_url=settings.dashboard_url,
        links=signed_links(settings.api_public_url, settings.link_secret_id),
    )


def _channel(settings: NotifierSettings) -> Parts:
    return Parts(_provider(settings), _mailboxes(settings))


def _mailboxes(settings: NotifierSettings) -> DynamoMailboxStore:
    return DynamoMailboxStore(client=hurried_dynamodb, table=settings.standby_table, clock=system_clock)


def _provider(settings: NotifierSettings) -> Channel[Mail]:
    from pawpop_monitoring.notifications.channels.email.resend import ResendChannel

    resend = ResendChannel(
        client=bounded_client(),
        base_url=settings.resend_base_url,
        api_key=secret_text(settings.resend_secret_id),
        sender=settings.alert_sender,
    )
    if not settings.ses_fallback_sender:
        return resend
    return Failover(
        first=resend,
        second=Parts(
            SesChannel(client=ses_client, sender=settings.ses_fallback_sender), _mailboxes(settings), is_counted=False
        ),
        log=DynamoAttemptLog(client=hurried_dynamodb, table=settings.idempotency_table),
        patience=timedelta(minutes=settings.ses_fallback_minutes),
        clock=system_clock,
    )


@cache
def ses_client() -> Any:
    """A client that asks once: a repetition after a lost answer would be a second mail."""
    import boto3
    from botocore.config import Config

    config = Config(connect_timeout=2, read_timeout=5, retries={"total_max_attempts": 1})
    return cast("Any", boto3).client("sesv2", config=config)


def _persistence(table: str) -> DynamoDBPersistenceLayer:
    return DynamoDBPersistenceLayer(table_name=table, boto3_client=hurried_dynamodb())

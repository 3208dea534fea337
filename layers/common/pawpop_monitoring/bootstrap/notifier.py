"""Wiring of the notifier."""

from zoneinfo import ZoneInfo

import httpx
from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer
from pydantic import Field

from pawpop_monitoring.bootstrap.clients import aws, load_settings, queue, secret
from pawpop_monitoring.domain.clock import system_clock
from pawpop_monitoring.messaging.publishers import SqsRecordPublisher
from pawpop_monitoring.notifications.business_hours import BusinessHours
from pawpop_monitoring.notifications.consumer import AlertConsumer
from pawpop_monitoring.notifications.email.action_links import ActionLinks
from pawpop_monitoring.notifications.email.compose import EmailComposer
from pawpop_monitoring.notifications.email.resend import ResendChannel
from pawpop_monitoring.notifications.notifier import Notifier
from pawpop_monitoring.notifications.once import DeliverOnce
from pawpop_monitoring.notifications.recipients import Recipients
from pawpop_monitoring.notifications.services import NotifierServices
from pawpop_monitoring.settings import CommaSeparated, Settings, TimeZone


class NotifierSettings(Settings):
    """Environment of the notifier."""

    resend_secret_id: str
    resend_base_url: str = "https://api.resend.com"
    alert_queue_url: str
    alert_dead_letter_queue_url: str
    record_queue_url: str
    idempotency_table: str
    alert_recipients: CommaSeparated = ("pawpopart@gmail.com",)
    escalation_recipients: CommaSeparated = ("alerts@pawpopart.com",)
    alert_sender: str = Field(min_length=3)
    display_time_zone: TimeZone = ZoneInfo("UTC")
    dashboard_url: str = ""
    api_public_url: str = ""
    link_secret_id: str = ""


def notifier_services() -> NotifierServices:
    """The services of this Lambda environment."""
    settings = load_settings(NotifierSettings)
    dead_letters = queue(settings.alert_dead_letter_queue_url)
    consumer = AlertConsumer(
        once=DeliverOnce(_notifier(settings), _persistence(settings.idempotency_table)),
        hours=BusinessHours(settings.display_time_zone),
        put_aside=lambda body: dead_letters.send([body]),
        clock=system_clock,
    )
    return NotifierServices(consumer=consumer, postpone=queue(settings.alert_queue_url).postpone)


def _notifier(settings: NotifierSettings) -> Notifier:
    composer = EmailComposer(
        recipients=Recipients(settings.alert_recipients, settings.escalation_recipients),
        zone=settings.display_time_zone,
        sender=settings.alert_sender,
        dashboard_url=settings.dashboard_url,
        links=_links(settings),
    )
    channel = ResendChannel(
        client=httpx.Client(),
        base_url=settings.resend_base_url,
        api_key=lambda: secret(settings.resend_secret_id),
        sender=settings.alert_sender,
    )
    return Notifier(
        channel=channel,
        compose=composer.compose,
        records=SqsRecordPublisher(queue(settings.record_queue_url)),
        clock=system_clock,
    )


def _links(settings: NotifierSettings) -> ActionLinks:
    return ActionLinks(
        base_url=settings.api_public_url if settings.link_secret_id else "",
        key=lambda: secret(settings.link_secret_id),
    )


def _persistence(table: str) -> DynamoDBPersistenceLayer:
    return DynamoDBPersistenceLayer(table_name=table, boto3_client=aws("dynamodb"))

"""Wiring of status_subscription and of status_mailer."""

import json
from collections.abc import Callable
from dataclasses import dataclass

from pydantic import Field

from pawpop_monitoring.bootstrap.clients import aws, load_settings, secret, secret_text
from pawpop_monitoring.bootstrap.status_mail_topic import status_mail_topic
from pawpop_monitoring.domain.clock import Clock, system_clock
from pawpop_monitoring.domain.component import DEFAULT_COMPONENTS, names_of
from pawpop_monitoring.domain.subscriber import PublicMailBudget
from pawpop_monitoring.notifications.subscribers.telling import Telling
from pawpop_monitoring.settings import Components, Sender, ServiceNames, Settings, WebAddress
from pawpop_monitoring.storage.subscriber_store import DynamoSubscriberStore


class SubscriptionSettings(Settings):
    """Environment of status_subscription."""

    status_table: str
    status_mail_topic_arn: str
    daily_mail_quota: int = Field(100, ge=0)


class MailerSettings(Settings):
    """Environment of status_mailer."""

    status_table: str
    standby_table: str
    resend_secret_id: str
    resend_base_url: str = "https://api.resend.com"
    alert_sender: Sender
    api_public_url: WebAddress = ""
    link_secret_id: str
    daily_mail_quota: int = Field(100, ge=0)
    additional_services: ServiceNames = ()
    status_components: Components = DEFAULT_COMPONENTS


@dataclass(frozen=True, slots=True)
class SubscriptionServices:
    """What the pages need; `ask` hands an address to whoever asks it, whether it is on the list or not."""

    subscribers: DynamoSubscriberStore
    ask: Callable[[str], None]
    budget: PublicMailBudget
    clock: Clock


def subscription_services() -> SubscriptionServices:
    """The services of this Lambda environment."""
    settings = load_settings(SubscriptionSettings)
    publish = status_mail_topic(settings.status_mail_topic_arn)
    return SubscriptionServices(
        DynamoSubscriberStore(client=lambda: aws("dynamodb"), table=settings.status_table),
        lambda address: publish(json.dumps({"address": address})),
        PublicMailBudget.of(settings.daily_mail_quota),
        system_clock,
    )


def telling() -> Telling:
    """What status_mailer does, in this Lambda environment."""
    from pawpop_monitoring.notifications.channels.email.resend import ResendChannel
    from pawpop_monitoring.notifications.subscribers.mails import PublicMails
    from pawpop_monitoring.outbound.http_client import bounded_client
    from pawpop_monitoring.storage.mailbox_store import DynamoMailboxStore
    from pawpop_monitoring.storage.status_store import DynamoStatusStore

    settings = load_settings(MailerSettings)
    table = settings.status_table
    names = names_of(settings.status_components)
    mailboxes = DynamoMailboxStore(client=lambda: aws("dynamodb"), table=settings.standby_table, clock=system_clock)
    return Telling(
        subscribers=DynamoSubscriberStore(client=lambda: aws("dynamodb"), table=table),
        incidents=DynamoStatusStore(client=lambda: aws("dynamodb"), table=table).incidents,
        channel=ResendChannel(
            client=bounded_client(),
            base_url=settings.resend_base_url,
            api_key=secret_text(settings.resend_secret_id),
            sender=settings.alert_sender,
        ),
        mails=PublicMails(settings.api_public_url.rstrip("/"), settings.alert_sender, names),
        budget=PublicMailBudget.of(settings.daily_mail_quota),
        key=lambda: secret(settings.link_secret_id),
        spend=mailboxes.spend,
        clock=system_clock,
    )

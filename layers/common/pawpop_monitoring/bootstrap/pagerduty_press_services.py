"""Wiring of what does here what was done at PagerDuty."""

from pawpop_monitoring.bootstrap.alerting import AlertingSettings, build_alerting
from pawpop_monitoring.bootstrap.clients import aws, load_settings, queue
from pawpop_monitoring.bootstrap.database import database
from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.contracts.channel_message import ChannelMessage
from pawpop_monitoring.domain.clock import system_clock
from pawpop_monitoring.notifications.channels.pagerduty.heard import HeardOf
from pawpop_monitoring.notifications.channels.pagerduty.pagerduty import PagerDutyChannel
from pawpop_monitoring.notifications.channels.pagerduty.reactions import Reactions
from pawpop_monitoring.notifications.reference_store import DynamoReferences
from pawpop_monitoring.storage.alert_steps import AlertSteps


class PagerDutyPressSettings(AlertingSettings):
    """Environment of the worker."""

    idempotency_table: str
    channel_queue_url: str


def pagerduty_reactions() -> Reactions:
    """What follows PagerDuty's webhooks in this Lambda environment."""
    settings = load_settings(PagerDutyPressSettings)
    channels = queue(settings.channel_queue_url)

    def tell_there(message: AlertMessage) -> None:
        told = ChannelMessage(channel=PagerDutyChannel.name, message=message.bounded())
        channels.send([told.model_dump_json()])

    references = DynamoReferences(lambda: aws("dynamodb"), settings.idempotency_table, system_clock)
    return Reactions(
        alerts=build_alerting(settings).commands,
        heard=HeardOf(references),
        news_at=AlertSteps(database(settings.database_secret_id)).last_news_at,
        clock=system_clock,
        tell_there=tell_there,
    )

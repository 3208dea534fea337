"""Wiring of the channel notifier."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache

from aws_lambda_powertools.utilities.idempotency import DynamoDBPersistenceLayer
from pydantic import Field

from pawpop_monitoring.bootstrap.channel_consumers import Bench, ChannelConsumers
from pawpop_monitoring.bootstrap.channel_set_up import channel_environment, channel_set_up
from pawpop_monitoring.bootstrap.channel_settings import KnownSettings, fresh_settings
from pawpop_monitoring.bootstrap.clients import hurried_dynamodb, load_settings, queue
from pawpop_monitoring.bootstrap.people import people_of
from pawpop_monitoring.bootstrap.routing_rules import kinds_of, routing_rules
from pawpop_monitoring.bootstrap.signed_links import signed_links
from pawpop_monitoring.domain.clock import system_clock
from pawpop_monitoring.messaging.publishers import SqsRecordPublisher
from pawpop_monitoring.notifications.channel_kind import Workshop
from pawpop_monitoring.notifications.channels.webhook.kind import private_hosts
from pawpop_monitoring.notifications.fan_out import ChannelConsumer, FanOut
from pawpop_monitoring.notifications.grouping.group_store import DynamoGroupStore
from pawpop_monitoring.notifications.progress_store import DynamoProgressStore
from pawpop_monitoring.notifications.reference_store import DynamoReferences
from pawpop_monitoring.outbound.http_client import bounded_client
from pawpop_monitoring.outbound.public import PublicOnly
from pawpop_monitoring.settings import Settings, WebAddress
from pawpop_monitoring.storage.channel_switches import DynamoChannelSwitches
from pawpop_monitoring.storage.device_store import DynamoDevices
from pawpop_monitoring.storage.silence_store import DynamoSilenceStore
from pawpop_monitoring.storage.standby_store import DynamoStandbyStore


class ChannelSettings(Settings):
    """Environment of the channel notifier; of `channels_secret_id` each kind of channel has one, named like itself."""

    channels_secret_id: str
    channel_queue_url: str
    alert_queue_url: str
    channel_dead_letter_queue_url: str
    record_queue_url: str
    idempotency_table: str
    standby_table: str
    dashboard_url: WebAddress = ""
    api_public_url: WebAddress = ""
    link_secret_id: str = ""
    grouping_seconds: float = Field(20, gt=0)


@dataclass(frozen=True, slots=True)
class ChannelServices:
    """What the channel notifier works with; `postpone(receipt_handle, seconds)` makes a message come back."""

    consumer: ChannelConsumer
    postpone: Callable[[str, int], None]


def channel_services() -> ChannelServices:
    """The services of this Lambda environment, made anew when the setting of a channel is another by now."""
    setting = fresh_settings(load_settings(ChannelSettings).channels_secret_id)
    kinds, _ = kinds_of(os.environ)
    return _services(KnownSettings.of((kind.name for kind in kinds), setting))


@lru_cache(maxsize=1)
def _services(known: KnownSettings) -> ChannelServices:
    settings = load_settings(ChannelSettings)
    own, dead_letters = queue(settings.channel_queue_url), queue(settings.channel_dead_letter_queue_url)

    def put_aside(body: str) -> None:
        dead_letters.send([body])

    workshop = _workshop(settings)
    set_up = channel_set_up(workshop.environment, known)
    rules = routing_rules(os.environ, set_up.channels)
    routes, mistaken = rules.routes, bool(rules.problems or set_up.problems)
    consumers = ChannelConsumers(
        set_up=set_up, workshop=workshop, bench=_bench(settings), routes=routes, put_aside=put_aside
    )
    # The notifier does not see the settings that are secrets: where one is wrong, this function knows better.
    offer_mail = queue(settings.alert_queue_url).offer if mistaken else None
    fan_out = FanOut(
        routes, set_up.channels, workshop.zone, own.offer, set_up.keep_state, offer_mail, set_up.show_silences
    )
    return ChannelServices(ChannelConsumer(fan_out, consumers.of, put_aside, system_clock), own.postpone)


def _workshop(settings: ChannelSettings) -> Workshop:
    return Workshop(
        client=bounded_client(),
        public_client=bounded_client(PublicOnly(private_hosts(os.environ))),
        clock=system_clock,
        zone=people_of(os.environ).zone,
        environment=channel_environment(os.environ),
        references=DynamoReferences(hurried_dynamodb, settings.idempotency_table, system_clock),
        devices=DynamoDevices(client=hurried_dynamodb, table=settings.standby_table),
        dashboard_url=settings.dashboard_url,
        links=signed_links(settings.api_public_url, settings.link_secret_id),
    )


def _bench(settings: ChannelSettings) -> Bench:
    table = settings.idempotency_table
    return Bench(
        standby=DynamoStandbyStore(client=hurried_dynamodb, table=settings.standby_table),
        silences=DynamoSilenceStore(client=hurried_dynamodb, table=settings.standby_table),
        progress_of=lambda channel: DynamoProgressStore(hurried_dynamodb, table, channel),
        groups_of=lambda channel: DynamoGroupStore(client=hurried_dynamodb, table=table, channel=channel),
        persistence=DynamoDBPersistenceLayer(table_name=table, boto3_client=hurried_dynamodb()),
        switches=DynamoChannelSwitches(client=hurried_dynamodb, table=settings.standby_table),
        records=SqsRecordPublisher(queue(settings.record_queue_url)),
        window=timedelta(seconds=settings.grouping_seconds),
        clock=system_clock,
    )

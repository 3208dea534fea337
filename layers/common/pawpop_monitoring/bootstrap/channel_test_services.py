"""Wiring of try_channels."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pawpop_monitoring.alerting.apply.ports import AlertPublisher
from pawpop_monitoring.bootstrap.channel_set_up import channel_environment, channel_set_up
from pawpop_monitoring.bootstrap.channel_settings import fresh_settings
from pawpop_monitoring.bootstrap.clients import aws, load_settings
from pawpop_monitoring.bootstrap.database import database
from pawpop_monitoring.bootstrap.routing_rules import routing_rules
from pawpop_monitoring.domain.clock import Clock, system_clock
from pawpop_monitoring.messaging.publishers import SnsAlertPublisher
from pawpop_monitoring.messaging.topic import Topic
from pawpop_monitoring.settings import Settings
from pawpop_monitoring.storage.delivery_queries import DeliveryQueries

USUAL_MAIL = "email"


class ChannelTestSettings(Settings):
    """Environment of try_channels."""

    database_secret_id: str
    alert_topic_arn: str
    channels_secret_id: str


@dataclass(frozen=True, slots=True)
class ChannelTestServices:
    """`channels` are the names of all that are set up, mail among them; `problems` are sentences on their settings.

    `came_of` answers the last outcome of telling a step, with its reason, by channel; it raises
    StoreUnavailableError. `pause` waits for so many seconds.
    """

    publisher: AlertPublisher
    channels: Sequence[str]
    problems: Sequence[str]
    came_of: Callable[[str], Mapping[str, tuple[str, str | None]]]
    pause: Callable[[float], None]
    clock: Clock


def channel_test_services() -> ChannelTestServices:
    """The services of this Lambda environment, with the settings as they are now."""
    settings = load_settings(ChannelTestSettings)
    set_up = channel_set_up(channel_environment(os.environ), fresh_settings(settings.channels_secret_id))
    rules = routing_rules(os.environ, set_up.channels)
    return ChannelTestServices(
        publisher=SnsAlertPublisher(Topic(settings.alert_topic_arn, lambda: aws("sns"))),
        channels=[USUAL_MAIL, *rules.routes.addresses, *set_up.channels],
        problems=tuple({**rules.problems, **set_up.problems}.values()),
        came_of=DeliveryQueries(database(settings.database_secret_id)).last,
        pause=time.sleep,
        clock=system_clock,
    )

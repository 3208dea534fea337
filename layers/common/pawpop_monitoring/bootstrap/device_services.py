"""Wiring of manage_devices."""

import os
from collections.abc import Callable, Collection
from dataclasses import dataclass

from pawpop_monitoring.bootstrap.channel_settings import channel_settings
from pawpop_monitoring.bootstrap.clients import aws, load_settings
from pawpop_monitoring.domain.clock import Clock, system_clock
from pawpop_monitoring.notifications.channels.push.kind import PUSH
from pawpop_monitoring.notifications.channels.webhook.kind import private_hosts
from pawpop_monitoring.settings import Settings
from pawpop_monitoring.storage.device_store import DynamoDevices


class DeviceSettings(Settings):
    """Environment of manage_devices."""

    push_secret_id: str
    channels: str = ""
    standby_table: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceServices:
    """What manage_devices needs; `key` answers the setting of the channel, empty if it is not set up.

    `private_hosts` are those within one's own network that a push service may be at, also without TLS.
    """

    devices: DynamoDevices
    key: Callable[[], str]
    clock: Clock
    private_hosts: Collection[str] = ()


def device_services() -> DeviceServices:
    """The services of this Lambda environment."""
    settings = load_settings(DeviceSettings)
    is_on = PUSH.name in {part.strip().lower() for part in settings.channels.split(",")}
    setting = channel_settings(settings.push_secret_id)
    return DeviceServices(
        devices=DynamoDevices(client=lambda: aws("dynamodb"), table=settings.standby_table),
        key=lambda: setting(PUSH.name) if is_on else "",
        clock=system_clock,
        private_hosts=private_hosts(os.environ),
    )

"""Web push in the registry."""

from collections.abc import Mapping, Sequence

from pawpop_monitoring.notifications.channel_kind import ChannelKind, WiredChannel, Workshop
from pawpop_monitoring.notifications.channels.push.compose import Composer
from pawpop_monitoring.notifications.channels.push.push import PushChannel
from pawpop_monitoring.notifications.channels.push.vapid import checked

_NO_ADDRESS = "mailto:monitoring@localhost.invalid"
"""Where the dashboard has no public address; Apple's service wants one."""


def _names(setting: str, _environment: Mapping[str, str]) -> Sequence[str]:
    return [PushChannel.name] if setting.strip() and checked(setting) else []


def _wire(_name: str, setting: str, workshop: Workshop) -> WiredChannel:
    subject = workshop.dashboard_url if workshop.dashboard_url.startswith("https://") else _NO_ADDRESS
    channel = PushChannel(
        workshop.public_client, workshop.devices, workshop.references, checked(setting), subject, workshop.clock
    )
    return WiredChannel(channel, Composer(workshop.zone).compose)


PUSH = ChannelKind(
    name="push", setting="ChannelPush", names=_names, wire=_wire, rings=True, rings_when_high=True, reaches_people=True
)

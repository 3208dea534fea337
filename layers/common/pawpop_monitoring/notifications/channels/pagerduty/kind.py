"""PagerDuty in the registry."""

from collections.abc import Mapping, Sequence

from pawpop_monitoring.notifications.channel_kind import ChannelKind, WiredChannel, Workshop
from pawpop_monitoring.notifications.channels.pagerduty.compose import Composer
from pawpop_monitoring.notifications.channels.pagerduty.integration import service_of
from pawpop_monitoring.notifications.channels.pagerduty.pagerduty import PagerDutyChannel

BASE_URL = "PAGERDUTY_BASE_URL"
"""Stands in for the region's own address."""


def _names(setting: str, _environment: Mapping[str, str]) -> Sequence[str]:
    return [PagerDutyChannel.name] if setting.strip() and service_of(setting) else []


def _wire(_name: str, setting: str, workshop: Workshop) -> WiredChannel:
    base_url = workshop.environment.get(BASE_URL, "")
    channel = PagerDutyChannel(workshop.client, service_of(setting), workshop.references, workshop.clock, base_url)
    return WiredChannel(channel, Composer(workshop.zone, workshop.dashboard_url).compose)


PAGERDUTY = ChannelKind(
    name="pagerduty",
    setting="ChannelPagerduty",
    names=_names,
    wire=_wire,
    rings=True,
    reaches_people=True,
    keeps_state=True,
)

"""Datadog in the registry."""

from collections.abc import Mapping, Sequence

from pawpop_monitoring.notifications.channel_kind import ChannelKind, WiredChannel, Workshop
from pawpop_monitoring.notifications.channels.datadog.account import account_of
from pawpop_monitoring.notifications.channels.datadog.compose import Composer
from pawpop_monitoring.notifications.channels.datadog.datadog import DatadogChannel

BASE_URL = "DATADOG_BASE_URL"
"""Stands in for the site's own address."""


def _names(setting: str, _environment: Mapping[str, str]) -> Sequence[str]:
    return [DatadogChannel.name] if setting.strip() and account_of(setting) else []


def _wire(_name: str, setting: str, workshop: Workshop) -> WiredChannel:
    base_url = workshop.environment.get(BASE_URL, "")
    channel = DatadogChannel(workshop.client, account_of(setting), workshop.clock, base_url)
    return WiredChannel(channel, Composer(workshop.zone, workshop.dashboard_url).compose)


DATADOG = ChannelKind(name="datadog", setting="ChannelDatadog", names=_names, wire=_wire)

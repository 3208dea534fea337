"""New Relic in the registry."""

from collections.abc import Mapping, Sequence

from pawpop_monitoring.notifications.channel_kind import ChannelKind, WiredChannel, Workshop
from pawpop_monitoring.notifications.channels.new_relic.account import account_of
from pawpop_monitoring.notifications.channels.new_relic.compose import Composer
from pawpop_monitoring.notifications.channels.new_relic.new_relic import NewRelicChannel

BASE_URL = "NEW_RELIC_BASE_URL"
"""Stands in for the region's own address."""


def _names(setting: str, _environment: Mapping[str, str]) -> Sequence[str]:
    return [NewRelicChannel.name] if setting.strip() and account_of(setting) else []


def _wire(_name: str, setting: str, workshop: Workshop) -> WiredChannel:
    channel = NewRelicChannel(workshop.client, account_of(setting), workshop.environment.get(BASE_URL, ""))
    return WiredChannel(channel, Composer(workshop.zone, workshop.dashboard_url).compose)


NEW_RELIC = ChannelKind(name="new-relic", setting="ChannelNewRelic", names=_names, wire=_wire)

"""Apprise in the registry."""

from collections.abc import Mapping, Sequence

from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.notifications.channel_kind import ChannelKind, WiredChannel, Workshop
from pawpop_monitoring.notifications.channels.apprise.apprise import AppriseChannel
from pawpop_monitoring.notifications.channels.apprise.compose import Composer
from pawpop_monitoring.notifications.channels.apprise.target import targets_of

BASE_URL = "APPRISE_BASE_URL"
"""Stands in for the addresses of all services: `<base>/discord.com/…`."""


def _names(setting: str, _environment: Mapping[str, str]) -> Sequence[str]:
    return [f"apprise:{target.name}" for target in targets_of(setting)]


def _wire(name: str, setting: str, workshop: Workshop) -> WiredChannel:
    target = next((each for each in targets_of(setting) if f"apprise:{each.name}" == name), None)
    if target is None:
        raise ConfigurationError(f"ChannelApprise has no target of the name '{name}'.")
    return WiredChannel(
        AppriseChannel(target, workshop.environment.get(BASE_URL, "")),
        Composer(workshop.zone, workshop.dashboard_url).compose,
    )


APPRISE = ChannelKind(
    name="apprise",
    setting="ChannelApprise",
    names=_names,
    wire=_wire,
    several=True,
    rings=True,
    reaches_people=True,
    gathers=True,
)

"""Slack in the registry."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.notifications.channel_kind import ChannelKind, WiredChannel, Workshop
from pawpop_monitoring.notifications.channels.slack.compose import SlackComposer
from pawpop_monitoring.notifications.channels.slack.incoming_webhook import SlackHookChannel
from pawpop_monitoring.notifications.channels.slack.slack import SlackChannel
from pawpop_monitoring.notifications.channels.slack.target import SlackTarget, targets_of
from pawpop_monitoring.notifications.channels.slack.web_api import SlackApi
from pawpop_monitoring.notifications.content.action_links import NO_LINKS

BASE_URL = "SLACK_BASE_URL"
"""Stands in for Slack's own address, also for that of its webhooks."""
_SLACK = "https://slack.com"


def _targets(setting: str, environment: Mapping[str, str]) -> Sequence[SlackTarget]:
    stand_in = urlsplit(environment.get(BASE_URL, "")).netloc
    return targets_of(setting, [stand_in] if stand_in else [])


def _names(setting: str, environment: Mapping[str, str]) -> Sequence[str]:
    return [target.name for target in _targets(setting, environment)]


def _wire(name: str, setting: str, workshop: Workshop) -> WiredChannel:
    target = next((each for each in _targets(setting, workshop.environment) if each.name == name), None)
    if target is None:
        raise ConfigurationError(f"ChannelSlack has no target of the name '{name}'.")
    links = workshop.links or NO_LINKS
    compose = SlackComposer(workshop.zone, workshop.dashboard_url, links, buttons=bool(target.token)).compose
    if target.hook:
        hook = SlackHookChannel(workshop.client, target.hook, workshop.references, workshop.clock, name)
        return WiredChannel(hook, compose)
    base_url = (workshop.environment.get(BASE_URL) or _SLACK).rstrip("/")
    api = SlackApi(workshop.client, target.token, f"{base_url}/api")
    return WiredChannel(SlackChannel(api, target.place, workshop.references, workshop.clock, name), compose)


SLACK = ChannelKind(
    name="slack",
    setting="ChannelSlack",
    names=_names,
    wire=_wire,
    several=True,
    reaches_people=True,
    keeps_state=True,
    shows_silences=True,
)

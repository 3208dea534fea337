"""Webhooks in the registry."""

from collections.abc import Collection, Mapping, Sequence

from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.notifications.channel_kind import ChannelKind, WiredChannel, Workshop
from pawpop_monitoring.notifications.channels.webhook.compose import compose
from pawpop_monitoring.notifications.channels.webhook.standard_webhook import WebhookChannel
from pawpop_monitoring.notifications.channels.webhook.target import targets_of

PRIVATE_HOSTS = "WEBHOOK_PRIVATE_HOSTS"
"""Hosts, or `host:port`, inside one's own network, which may be asked without TLS as well."""


def private_hosts(environment: Mapping[str, str]) -> Collection[str]:
    """As the environment names them, apart by commas."""
    return [part.strip() for part in environment.get(PRIVATE_HOSTS, "").split(",") if part.strip()]


def _names(setting: str, environment: Mapping[str, str]) -> Sequence[str]:
    return [f"webhook:{target.name}" for target in targets_of(setting, private_hosts(environment))]


def _wire(name: str, setting: str, workshop: Workshop) -> WiredChannel:
    targets = targets_of(setting, private_hosts(workshop.environment))
    target = next((each for each in targets if f"webhook:{each.name}" == name), None)
    if target is None:
        raise ConfigurationError(f"ChannelWebhook has no target of the name '{name}'.")
    channel = WebhookChannel(workshop.public_client, target, workshop.clock, workshop.gone)
    return WiredChannel(channel, compose)


WEBHOOK = ChannelKind(
    name="webhook",
    setting="ChannelWebhook",
    names=_names,
    wire=_wire,
    several=True,
    keeps_state=True,
    shows_silences=True,
    can_end=True,
)

"""OTLP in the registry."""

from collections.abc import Mapping, Sequence

from pawpop_monitoring.domain.otlp import otlp_receiver_of
from pawpop_monitoring.notifications.channel_kind import ChannelKind, WiredChannel, Workshop
from pawpop_monitoring.notifications.channels.otlp.compose import Composer
from pawpop_monitoring.notifications.channels.otlp.opentelemetry import OtlpChannel


def _names(setting: str, _environment: Mapping[str, str]) -> Sequence[str]:
    return [OtlpChannel.name] if setting.strip() and otlp_receiver_of(setting) else []


def _wire(_name: str, setting: str, workshop: Workshop) -> WiredChannel:
    channel = OtlpChannel(workshop.client, otlp_receiver_of(setting))
    return WiredChannel(channel, Composer(workshop.zone, workshop.dashboard_url).compose)


OTLP = ChannelKind(name="otlp", setting="ChannelOtlp", names=_names, wire=_wire)

"""What the registry says of a kind of channel, and what a kind is built with."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.notifications.channel import Channel, Compose
from pawpop_monitoring.notifications.content.action_links import ActionLinks
from pawpop_monitoring.notifications.devices import Devices, NoDevices
from pawpop_monitoring.notifications.references import References


def _nothing(_said: str) -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What channels are built with.

    `public_client` connects to public addresses alone, for those that others choose; `environment` are plain settings.
    `references` are for channels that edit what they told, `devices` those that are told over web push. `gone` is
    called with what a receiver said that wants nothing more.
    """

    client: httpx.Client
    public_client: httpx.Client
    clock: Clock
    zone: ZoneInfo
    environment: Mapping[str, str]
    references: References
    devices: Devices = field(default_factory=NoDevices)
    dashboard_url: str = ""
    links: ActionLinks | None = None
    gone: Callable[[str], None] = _nothing


@dataclass(frozen=True, slots=True)
class WiredChannel:
    """A channel and how its notifications are made."""

    channel: Channel[Any]
    compose: Compose[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelKind:
    """One entry of the registry.

    `setting` is the name of its one setting, which may hold secrets. `names` says which channels a setting sets up and
    `wire` makes one of them; both raise ConfigurationError for a setting that can't be right.

    `several`: each line of the setting is a target of its own, so that a wrong one costs only itself.
    `rings`: it makes a noise, so that it is for what is critical unless routes say otherwise; with
    `rings_when_high` for what is high as well.
    `reaches_people`: somebody notices it. `keeps_state`: it shows how an alert stands, so it hears who is on it.
    `shows_silences`: it can say that an alert is silenced, and hears of that. `gathers`: what comes together is told
    together. `can_end`: its receiver may say that it wants nothing more.
    """

    name: str
    setting: str
    names: Callable[[str, Mapping[str, str]], Sequence[str]]
    wire: Callable[[str, str, Workshop], WiredChannel]
    several: bool = False
    rings: bool = False
    rings_when_high: bool = False
    reaches_people: bool = False
    gathers: bool = False
    keeps_state: bool = False
    shows_silences: bool = False
    can_end: bool = False

"""Switches in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pawpop_monitoring.domain.channel_off import ChannelOff
from pawpop_monitoring.domain.errors import StoreUnavailableError


@dataclass
class InMemorySwitches:
    """Channels that are off, by name; with `unavailable`, all fail."""

    unavailable: bool = False
    kept: dict[str, ChannelOff] = field(default_factory=dict)

    def off(self) -> Sequence[ChannelOff]:
        self._check()
        return [self.kept[name] for name in sorted(self.kept)]

    def find(self, channel: str) -> ChannelOff | None:
        self._check()
        return self.kept.get(channel)

    def switch_off(self, off: ChannelOff) -> None:
        self._check()
        self.kept[off.channel] = off

    def switch_on(self, channel: str) -> None:
        self._check()
        self.kept.pop(channel, None)

    def _check(self) -> None:
        if self.unavailable:
            raise StoreUnavailableError("The table is out of reach.")

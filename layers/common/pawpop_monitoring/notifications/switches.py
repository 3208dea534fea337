"""Channels that are switched off for good: their receivers said that they want nothing more.

The way back is a changed setting, or a test that the receiver accepts.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from pawpop_monitoring.domain.channel_off import ChannelOff
from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.errors import StoreUnavailableError

_logger = logging.getLogger(__name__)


class Switches(Protocol):
    """Kept away from the monitored database; every method raises StoreUnavailableError."""

    def off(self) -> Sequence[ChannelOff]:
        """All that are off."""
        ...

    def find(self, channel: str) -> ChannelOff | None:
        """That channel, if it is off."""
        ...

    def switch_off(self, off: ChannelOff) -> None:
        """Keep it."""
        ...

    def switch_on(self, channel: str) -> None:
        """Forget it."""
        ...


@dataclass(frozen=True, slots=True)
class Switch:
    """The switch of one channel, with the `setting` that it has at present."""

    switches: Switches
    channel: str
    setting: str
    clock: Clock

    def off(self) -> ChannelOff | None:
        """Why it is off; None if it is on, or if that can't be told now: then the receiver says so again."""
        try:
            found = self.switches.find(self.channel)
        except StoreUnavailableError as error:
            _logger.warning("whether %s is switched off is not known: %s", self.channel, error)
            return None
        return found if found is not None and holds(found, self.setting) else None

    def turn_off(self, why: str) -> None:
        """If it can't be kept, the receiver is asked once more at the next step."""
        off = ChannelOff(channel=self.channel, why=why, since=self.clock(), setting=stands_for(self.setting))
        try:
            self.switches.switch_off(off)
        except StoreUnavailableError as error:
            _logger.error("%s could not be switched off: %s", self.channel, error)  # noqa: TRY400  it is known why

    def turn_on(self) -> None:
        """If it can't be, it is tried with the next test."""
        try:
            self.switches.switch_on(self.channel)
        except StoreUnavailableError as error:
            _logger.error("%s could not be switched on: %s", self.channel, error)  # noqa: TRY400  it is known why


def holds(off: ChannelOff, setting: str) -> bool:
    """True while the setting is the one that was switched off."""
    return off.setting == stands_for(setting)


def stands_for(setting: str) -> str:
    """A digest, as settings are secrets."""
    return sha256(setting.encode("utf-8", "surrogatepass")).hexdigest()

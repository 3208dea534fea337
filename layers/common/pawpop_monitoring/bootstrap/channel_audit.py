"""What is wrong with the channels' settings, as the system check sees it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pawpop_monitoring.bootstrap.channel_set_up import ChannelSetUp, channel_environment, channel_set_up
from pawpop_monitoring.bootstrap.routing_rules import routing_rules
from pawpop_monitoring.domain.channel_off import ChannelOff, ChannelsReading
from pawpop_monitoring.domain.errors import SecretUnavailableError, StoreUnavailableError
from pawpop_monitoring.domain.readings.system import Unread
from pawpop_monitoring.notifications.switches import Switches, holds
from pawpop_monitoring.routing.routes import kind_of


@dataclass(frozen=True, slots=True)
class ChannelAudit:
    """Implements checks.system.port.ChannelSource; `setting` is what a person set for a kind of channel.

    `renewed` is the same as it is now: what is wrong may have been put right since `setting` was read.
    """

    environment: Mapping[str, str]
    setting: Callable[[str], str]
    switches: Switches
    renewed: Callable[[str], str] | None = None

    def look(self) -> ChannelsReading | Unread:
        """Anew each time: a secret may change without a deployment."""
        try:
            set_up = self._set_up(self.setting)
            kept = self.switches.off() if set_up.channels else []
            if self.renewed and (set_up.problems or any(_is_off(each, set_up) for each in kept)):
                set_up = self._set_up(self.renewed)
        except (SecretUnavailableError, StoreUnavailableError) as error:
            return Unread(str(error))
        names = dict.fromkeys([*set_up.channels, *(each.channel for each in kept)])
        return ChannelsReading(
            set_up=list(names),
            off=[each for each in kept if _is_off(each, set_up)],
            problems={**routing_rules(self.environment, set_up.channels).problems, **set_up.problems},
        )

    def _set_up(self, setting: Callable[[str], str]) -> ChannelSetUp:
        return channel_set_up(channel_environment(self.environment), setting)


def _is_off(off: ChannelOff, set_up: ChannelSetUp) -> bool:
    return off.channel in set_up.channels and holds(off, set_up.texts[kind_of(off.channel)])

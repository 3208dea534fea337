"""Which channels are set up, from the kinds that are switched on and the setting of each."""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from pawpop_monitoring.bootstrap.channel_settings import KnownSettings
from pawpop_monitoring.bootstrap.routing_rules import all_kinds, kinds_of
from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.domain.setting_lines import lines_of
from pawpop_monitoring.notifications.channel_kind import ChannelKind
from pawpop_monitoring.routing.routes import kind_of

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ChannelSetUp:
    """`texts` are the settings by kind, `channels` the names that they set up, `problems` sentences by setting.

    `unread` are kinds whose setting the store keeps from us: nobody knows which channels they have.
    """

    texts: Mapping[str, str]
    channels: Sequence[str]
    problems: Mapping[str, str]
    unread: Collection[str] = ()

    @property
    def keep_state(self) -> Sequence[str]:
        """Those that show how an alert stands."""
        return [channel for channel in self.channels if all_kinds()[kind_of(channel)].keeps_state]

    @property
    def show_silences(self) -> Sequence[str]:
        """Those that say when an alert is silenced."""
        return [channel for channel in self.channels if all_kinds()[kind_of(channel)].shows_silences]

    def kind(self, channel: str) -> ChannelKind | None:
        """What `channel` is one of; None if it is not set up."""
        return all_kinds()[kind_of(channel)] if channel in self.channels else None


def channel_environment(environment: Mapping[str, str]) -> Mapping[str, str]:
    """With what CHANNEL_SANDBOX_URL names in the place of every channel's own address, if anything."""
    sandbox = environment.get("CHANNEL_SANDBOX_URL", "")
    if not sandbox:
        return environment
    kinds = {name: name.upper().replace("-", "_") for name in all_kinds()}
    return {**environment, **{f"{name}_BASE_URL": f"{sandbox}/{kind}" for kind, name in kinds.items()}}


def channel_set_up(environment: Mapping[str, str], setting: Callable[[str], str]) -> ChannelSetUp:
    """By CHANNELS and by what `setting` answers to the name of a kind, empty if there is none.

    A kind with a wrong setting, or with one that the store keeps from us, is left out, and said; the others go on, and
    of several targets those that are right. SecretUnavailableError if nothing can be read at all.
    """
    kinds, problems = kinds_of(environment)
    known = KnownSettings.of((kind.name for kind in kinds), setting)
    refused = dict(known.refused)
    texts, channels, wrong = dict[str, str](), list[str](), dict[str, str](problems)
    for kind in kinds:
        if kind.name in refused:
            wrong[kind.setting] = f"{kind.setting} can't be read, so nobody hears there. {refused[kind.name]}"
            continue
        text, found, problem = _read(kind, known(kind.name), environment)
        if problem is not None:
            wrong[kind.setting] = problem
        if found:
            texts[kind.name] = text
            channels += found
    for problem in wrong.values():
        _logger.error(problem)
    return ChannelSetUp(texts, channels, wrong, [*refused])


def _read(kind: ChannelKind, text: str, environment: Mapping[str, str]) -> tuple[str, Sequence[str], str | None]:
    """What of `text` can be used, the channels that it sets up, and what is wrong with the rest, if anything."""
    try:
        found = kind.names(text, environment)
    except ConfigurationError as error:
        usable, found = _without_wrong_lines(kind, text, environment)
        return usable, found, f"{error} Until then only {', '.join(found)} hears." if found else str(error)
    empty = f"CHANNELS names {kind.name}, but {kind.setting} is empty, so nobody hears there."
    return text, found, None if found else empty


def _without_wrong_lines(kind: ChannelKind, text: str, environment: Mapping[str, str]) -> tuple[str, Sequence[str]]:
    """The lines that set up a target each; of several with one name the first."""
    named = dict[str, str]()
    for line in lines_of(text) if kind.several else ():
        with suppress(ConfigurationError):
            for name in kind.names(line, environment):
                named.setdefault(name, line)
    return "\n".join(named.values()), [*named]

"""Which channels are set up, from the kinds that are switched on and the setting of each."""

import logging
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from pawpop_monitoring.bootstrap.clients import renewed_secret, secret
from pawpop_monitoring.bootstrap.routing_rules import all_kinds, kinds_of
from pawpop_monitoring.domain.errors import ConfigurationError, SecretMissingError
from pawpop_monitoring.domain.setting_lines import lines_of
from pawpop_monitoring.notifications.channel_kind import ChannelKind
from pawpop_monitoring.routing.routes import kind_of

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ChannelSetUp:
    """`texts` are the settings by kind, `channels` the names that they set up, `problems` sentences by setting."""

    texts: Mapping[str, str]
    channels: Sequence[str]
    problems: Mapping[str, str]

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


def channel_settings(secret_ids: str, read: Callable[[str], str] = secret) -> Callable[[str], str]:
    """What is set for a kind: the secret among `secret_ids` that is named like it; empty if there is none."""

    def setting(kind: str) -> str:
        ids = [name for name in secret_ids.split(",") if name.endswith(f"/{kind}")]
        return "".join(_unless_missing(read, name) for name in ids)

    return setting


def fresh_settings(secret_ids: str, seconds: float = 60.0) -> Callable[[str], str]:
    """The same, read anew if it is older than that: what was put right is used soon, also without a deployment."""
    return channel_settings(secret_ids, partial(renewed_secret, older_than=seconds))


def _unless_missing(read: Callable[[str], str], secret_id: str) -> str:
    try:
        return read(secret_id)
    except SecretMissingError:
        return ""


def channel_environment(environment: Mapping[str, str]) -> Mapping[str, str]:
    """With what CHANNEL_SANDBOX_URL names in the place of every channel's own address, if anything."""
    sandbox = environment.get("CHANNEL_SANDBOX_URL", "")
    if not sandbox:
        return environment
    kinds = {name: name.upper().replace("-", "_") for name in all_kinds()}
    return {**environment, **{f"{name}_BASE_URL": f"{sandbox}/{kind}" for kind, name in kinds.items()}}


def channel_set_up(environment: Mapping[str, str], setting: Callable[[str], str]) -> ChannelSetUp:
    """By CHANNELS and by what `setting` answers to the name of a kind, empty if there is none.

    A kind with a wrong setting is left out, and said; the others go on, and of several targets those that are right.
    """
    kinds, problems = kinds_of(environment)
    texts, channels, wrong = dict[str, str](), list[str](), dict[str, str](problems)
    for kind in kinds:
        text, found, problem = _read(kind, setting(kind.name), environment)
        if problem is not None:
            wrong[kind.setting] = problem
        if found:
            texts[kind.name] = text
            channels += found
    for problem in wrong.values():
        _logger.error(problem)
    return ChannelSetUp(texts, channels, wrong)


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

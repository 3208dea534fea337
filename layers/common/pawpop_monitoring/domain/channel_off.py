"""A channel that is switched off, since its receiver wants nothing more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelOff:
    """`why` is a sentence for a person; `setting` stands for the setting that it had then, without telling it."""

    channel: str
    why: str
    since: datetime
    setting: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelsReading:
    """`set_up` are the names of channels besides mail, `off` those of them that are switched off.

    `problems` are sentences on settings that are wrong, by the name that a person sets.
    """

    set_up: Sequence[str] = ()
    off: Sequence[ChannelOff] = ()
    problems: Mapping[str, str] = field(default_factory=dict)

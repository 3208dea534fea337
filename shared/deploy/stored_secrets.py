"""What becomes of each secret in Parameter Store when a deployment is given values for it; pure decisions."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Fate(StrEnum):
    """What a deployment does with a secret."""

    WRITE = "write"
    REMOVE = "remove"
    KEEP = "keep"
    OUTDATED = "outdated"
    """What was given had its time: somebody has put a newer one into Parameter Store, and that stays."""


@dataclass(frozen=True, slots=True)
class Held:
    """A secret as Parameter Store has it; `former` are the values that it had before."""

    value: str
    former: frozenset[str] = field(default_factory=frozenset)


def fates(given: Mapping[str, str], held: Mapping[str, Held], insisted: Collection[str] = ()) -> dict[str, Fate]:
    """By name, for each secret of `given` or `held`. `insisted` are those that a person gave with this very command.

    An old value never comes back by itself, and an empty one takes nothing away by itself: what stands in a file may
    be older than what was put into Parameter Store since.
    """
    return dict(_fates(given, held, insisted))


def _fates(given: Mapping[str, str], held: Mapping[str, Held], insisted: Collection[str]) -> Iterator[tuple[str, Fate]]:
    for name in dict.fromkeys([*given, *held]):
        yield name, _fate(given.get(name, ""), held.get(name), insisted=name in insisted)


def _fate(wanted: str, held: Held | None, *, insisted: bool) -> Fate:
    if held is None:
        return Fate.WRITE if wanted else Fate.KEEP
    if wanted == held.value:
        return Fate.KEEP
    if not wanted:
        return Fate.REMOVE if insisted else Fate.KEEP
    return Fate.OUTDATED if wanted in held.former and not insisted else Fate.WRITE

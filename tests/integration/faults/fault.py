"""What all faults have in common."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

from tests.integration.faults.shop import ROUND, Shop


class KeptBack(Enum):
    """What people can't be told while a fault lasts."""

    NOTHING = auto()
    WHAT_NEEDS_THE_STORE = auto()
    EVERYTHING = auto()


type Strike = Callable[[Shop], AbstractContextManager[object]]


def _nothing(_shop: Shop) -> AbstractContextManager[object]:
    return nullcontext()


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Something that goes wrong while a step happens.

    `strike` is in force during each phase of a step and for `lasts` after it; with `from_the_start` during what
    leads up to it as well; meanwhile somebody looks once in each `pace`. What it does not keep back must have been
    sent before it is over. `noticed` tells whether anybody met it: a fault that nobody meets proves nothing.
    """

    name: str
    strike: Strike = _nothing
    noticed: Callable[[Shop], bool]
    lasts: timedelta = timedelta(minutes=5)
    pace: timedelta = ROUND
    from_the_start: bool = False
    keeps_back: KeptBack = KeptBack.NOTHING

    def keeps(self, *, store_needed: bool) -> bool:
        """True if a step may have to wait for the end of this fault."""
        if self.keeps_back is KeptBack.WHAT_NEEDS_THE_STORE:
            return store_needed
        return self.keeps_back is KeptBack.EVERYTHING

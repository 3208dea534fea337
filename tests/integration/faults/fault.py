"""What all faults have in common."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import timedelta

from tests.integration.faults.shop import Shop

type Strike = Callable[[Shop], AbstractContextManager[object]]


def _nothing(_shop: Shop) -> AbstractContextManager[object]:
    return nullcontext()


@dataclass(frozen=True, kw_only=True)
class Fault:
    """Something that goes wrong while a step happens.

    `strike` is in force during each phase of a step and for `lasts` after it; with `from_the_start` during what
    leads up to it as well. `noticed` tells whether anybody met it: a fault that nobody meets proves nothing.
    """

    name: str
    strike: Strike = _nothing
    noticed: Callable[[Shop], bool]
    lasts: timedelta = timedelta(minutes=5)
    from_the_start: bool = False

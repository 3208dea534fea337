"""The death of the notifier's process, at a point of one's choice."""

from dataclasses import dataclass
from enum import StrEnum


class Point(StrEnum):
    """Where it can strike."""

    BEFORE_SEND = "before send"
    AFTER_SEND = "after send"
    BEFORE_MARKING = "before marking"


class KilledError(BaseException):
    """The process is gone: no handler of the code under test may run on."""


@dataclass
class Deaths:
    """Kills whoever is the first to reach `at`."""

    at: Point | None = None
    happened: int = 0

    def reach(self, point: Point) -> None:
        if point is self.at:
            self.at = None
            self.happened += 1
            raise KilledError(point)

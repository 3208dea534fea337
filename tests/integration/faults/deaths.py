"""The death of the notifier's process, at a point of one's choice."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


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


@dataclass
class Fate:
    """Kills the process after its call number `at`, which happens once; never if that is 0."""

    at: int
    calls: int = 0

    def strike(self) -> None:
        self.calls += 1
        if self.calls == self.at:
            raise KilledError

    def around(self, client: Any) -> Any:
        """`client`, each of whose calls counts."""
        return _Mortal(client, self)


@dataclass
class _Mortal:
    client: Any
    fate: Fate

    def __getattr__(self, name: str) -> Any:
        attribute = getattr(self.client, name)
        return self._counted(attribute) if callable(attribute) and name != "exceptions" else attribute

    def _counted(self, call: Any) -> Any:
        def counted(*arguments: Any, **named: Any) -> Any:
            answer = call(*arguments, **named)
            self.fate.strike()
            return answer

        return counted

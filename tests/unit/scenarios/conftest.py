"""The outcomes of all days, for the table at the end of the session."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from pawpop_monitoring.checks import background
from tests.tables import PLAYED_DAYS, leave
from tests.unit.scenarios.outcome import Outcome


@pytest.fixture
def outcomes(request: pytest.FixtureRequest) -> Iterator[list[Outcome]]:
    """Where a test leaves the outcome of its day for the table."""
    left: list[Outcome] = []
    yield left
    for outcome in left:
        leave(request.node, PLAYED_DAYS, outcome.row)


@dataclass
class AtOnce:
    """In place of a thread: its work is done by whoever starts it."""

    target: Callable[..., None]
    args: tuple[Any, ...]
    daemon: bool

    def start(self) -> None:
        self.target(*self.args)


@pytest.fixture
def without_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is played answers at once, and thousands of threads would take longer than the days themselves."""
    monkeypatch.setattr(background, "Thread", AtOnce)

"""The outcomes of all days, for the table at the end of the session."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future

import pytest

from pawpop_monitoring.checks.fal_ai import gather as fal_ai
from pawpop_monitoring.checks.stripe import gather as stripe
from pawpop_monitoring.checks.supabase import gather as supabase
from pawpop_monitoring.checks.system import gather as system
from tests.tables import PLAYED_DAYS, leave
from tests.unit.scenarios.outcome import Outcome


@pytest.fixture
def outcomes(request: pytest.FixtureRequest) -> Iterator[list[Outcome]]:
    """Where a test leaves the outcome of its day for the table."""
    left: list[Outcome] = []
    yield left
    for outcome in left:
        leave(request.node, PLAYED_DAYS, outcome.row)


@pytest.fixture
def without_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is played answers at once, and thousands of threads would take longer than the days themselves."""

    def at_once[T](task: Callable[[], T]) -> Future[T]:
        future: Future[T] = Future()
        future.set_result(task())
        return future

    for gather in (fal_ai, stripe, supabase, system):
        monkeypatch.setattr(gather, "in_background", at_once)

"""The outcomes of all days, printed at the end of the session."""

from collections.abc import Callable
from concurrent.futures import Future

import pytest

from pawpop_monitoring.checks.fal_ai import gather as fal_ai
from pawpop_monitoring.checks.stripe import gather as stripe
from pawpop_monitoring.checks.supabase import gather as supabase
from pawpop_monitoring.checks.system import gather as system
from tests.unit.scenarios.outcome import Outcome, table

OUTCOMES = pytest.StashKey[list[Outcome]]()


@pytest.fixture
def outcomes(request: pytest.FixtureRequest) -> list[Outcome]:
    """Where a test leaves the outcome of its day for the table."""
    return request.config.stash.setdefault(OUTCOMES, [])


@pytest.fixture
def without_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is played answers at once, and thousands of threads would take longer than the days themselves."""

    def at_once[T](task: Callable[[], T]) -> Future[T]:
        future: Future[T] = Future()
        future.set_result(task())
        return future

    for gather in (fal_ai, stripe, supabase, system):
        monkeypatch.setattr(gather, "in_background", at_once)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table, if any day was played."""
    played = config.stash.get(OUTCOMES, [])
    if played:
        terminalreporter.section("played days")
        for line in table([outcome.row for outcome in played]):
            terminalreporter.write_line(line)

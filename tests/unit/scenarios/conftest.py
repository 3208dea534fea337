"""The outcomes of all days, printed at the end of the session."""

import pytest

from tests.unit.scenarios.outcome import Outcome, table

OUTCOMES = pytest.StashKey[list[Outcome]]()


@pytest.fixture
def outcomes(request: pytest.FixtureRequest) -> list[Outcome]:
    """Where a test leaves the outcome of its day for the table."""
    return request.config.stash.setdefault(OUTCOMES, [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the table, if any day was played."""
    played = config.stash.get(OUTCOMES, [])
    if played:
        terminalreporter.section("played days")
        for line in table([outcome.row for outcome in played]):
            terminalreporter.write_line(line)

"""Settings of all tests, how they are shared between workers, and what is printed at the end of a run."""

import logging
import os
from typing import Any

import pytest
from hypothesis import settings

from tests.tables import tables

# How long an example takes tells of the machine, which others use at the same time. A daily run tries the same examples
# each time, so that it fails for whoever broke something; `make test-deep` sets PAWPOP_EXAMPLES and looks for new ones.
settings.register_profile("unhurried", deadline=None, derandomize=not os.environ.get("PAWPOP_EXAMPLES"))
settings.load_profile("unhurried")
# The client for shops logs in a thread of its own, which may be after its test and so outside of any capture.
logging.getLogger("pawpop_monitoring.tracking.client").addHandler(logging.NullHandler())


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """See OneStack; a run without workers does without it."""
    from tests.workers import OneStack  # noqa: PLC0415

    config.option.loadscopereorder = False
    return OneStack(config, log)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests left for a table, on whichever worker and however they ended."""
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    for title, lines in tables(reports):
        terminalreporter.section(title)
        for line in lines:
            terminalreporter.write_line(line)

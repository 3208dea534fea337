"""The deployed local stack, one for the session, apart from the one that a person may have up."""

import os
from collections.abc import Generator, Iterator
from contextlib import closing

import pytest

from local_stack import database, lifecycle
from local_stack import stack as stacks
from local_stack.paths import Paths
from local_stack.postgres import Cluster
from parameter_file import file
from tests.e2e.evidence import evidence
from tests.e2e.shop import Shop

PATHS = Paths(name=os.environ.get("PAWPOP_TEST_STACK", "tests"))
"""Set another name to run two sessions side by side."""
CHANNELS_SERVICE = "printify"
ROUTES = f"{CHANNELS_SERVICE} -> slack, webhook, pagerduty, datadog, new-relic, otlp, apprise, push; any -> mail"
"""One service alone is told over every channel, so that the alerts of all other tests are mails and nothing more."""


@pytest.fixture(scope="session")
def deployed() -> Iterator[stacks.Stack]:
    """The stack, running this very code under its own roles; without schedules, so that a test says what runs when."""
    lifecycle.reset(PATHS)  # what an earlier session left may be of other migrations
    file.change(PATHS.parameters_file, {"Routes": ROUTES})
    yield stacks.up(name=PATHS.name, permissions=True, channels="all")
    lifecycle.down(PATHS)


@pytest.fixture(scope="session")
def postgres(deployed: stacks.Stack) -> Cluster:
    """The monitored server."""
    return database.cluster(PATHS)


@pytest.fixture(scope="session")
def standing(deployed: stacks.Stack, postgres: Cluster) -> Iterator[Shop]:
    """The shop as it stands, whatever was before; one for the session, as its connections take a while to make."""
    with closing(Shop(deployed, postgres)) as subject:
        yield subject


@pytest.fixture
def shop(standing: Shop) -> Iterator[Shop]:
    """The shop under watch, with nothing wrong, no alert and no mail; nothing stays wrong afterwards."""
    standing.reset()
    yield standing
    standing.mend()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show with a failure what the deployed system has to say, before the next test wipes it away."""
    report = yield
    shop = item.funcargs.get("shop") if isinstance(item, pytest.Function) else None
    if report.failed and isinstance(shop, Shop):
        report.sections.append(("the deployed system", evidence(shop, since=call.start)))
    return report

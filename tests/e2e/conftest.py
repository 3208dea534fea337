"""The deployed local stack, one for the session, apart from the one that a person may have up."""

import os
from collections.abc import Iterator
from contextlib import closing

import pytest

from local_stack import database, lifecycle
from local_stack import stack as stacks
from local_stack.paths import Paths
from local_stack.postgres import Cluster
from tests.e2e.shop import Shop

PATHS = Paths(name=os.environ.get("PAWPOP_TEST_STACK", "tests"))
"""Set another name to run two sessions side by side."""


@pytest.fixture(scope="session")
def deployed() -> Iterator[stacks.Stack]:
    """The stack, running this very code; schedules are off, so that a test decides what runs when."""
    yield stacks.up(name=PATHS.name)
    lifecycle.down(PATHS)


@pytest.fixture(scope="session")
def postgres(deployed: stacks.Stack) -> Cluster:
    """The monitored server."""
    return database.cluster(PATHS)


@pytest.fixture
def shop(deployed: stacks.Stack, postgres: Cluster) -> Iterator[Shop]:
    """The shop under watch, with nothing wrong, no alert and no mail; put right again afterwards."""
    subject = Shop(deployed, postgres)
    with closing(subject):
        subject.reset()
        yield subject
        subject.reset()

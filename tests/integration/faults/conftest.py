"""A shop for each cell, on one database that is emptied in between; and the matrix at the end of the run."""

import uuid
from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest
from moto import mock_aws

from functions.notifier import app
from local_stack.postgres import Cluster
from local_stack.sandbox.application import Sandbox
from local_stack.sandbox.server import SandboxServer, serve
from tests.integration.faults.matrix import Matrix
from tests.integration.faults.shop import Shop
from tests.integration.faults.virtual_clock import VirtualClock
from tests.live_server import answering
from tests.tables import MAILS, leave

_EMPTY = """
TRUNCATE monitoring_alerts, monitoring_alert_transitions, monitoring_rule_states, monitoring_deliveries
"""


@pytest.fixture
def matrix(request: pytest.FixtureRequest) -> Iterator[Matrix]:
    """Where a test leaves the outcome of its cell for the table."""
    left = Matrix()
    yield left
    for row in left.rows():
        leave(request.node, MAILS, row)


@pytest.fixture(scope="package")
def shop_database_url(cluster: Cluster, migrated: str) -> Iterator[str]:
    name = f"faults_{uuid.uuid4().hex[:12]}"
    yield cluster.create_database(name, template=migrated)
    cluster.drop_database(name)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> VirtualClock:
    virtual = VirtualClock()
    virtual.rule(monkeypatch)
    return virtual


@pytest.fixture
def sandbox(clock: VirtualClock) -> Iterator[SandboxServer]:
    with answering(serve(sandbox=Sandbox(now=clock))) as server:
        yield server


@pytest.fixture
def aws_in_memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.setattr(app.metrics, "namespace", "PawPopMonitoring")
    with mock_aws():
        yield
    app.metrics.clear_metrics()


@pytest.fixture
def shop(
    cluster: Cluster, shop_database_url: str, sandbox: SandboxServer, clock: VirtualClock, aws_in_memory: None
) -> Iterator[Shop]:
    with psycopg.connect(shop_database_url) as connection:
        connection.execute(_EMPTY)
    opened = Shop(cluster, shop_database_url, sandbox.url, clock)
    with closing(opened.client):
        yield opened

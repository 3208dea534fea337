"""Callers that raise the same alert at the same moment, each in a function of its own."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from datetime import timedelta

import psycopg
import pytest

from pawpop_monitoring.alerting.apply.commands import AlertCommands
from pawpop_monitoring.alerting.apply.outbox import Outbox
from pawpop_monitoring.alerting.apply.writer import DecisionWriter
from pawpop_monitoring.alerting.standby.degraded import DegradedAlerting
from pawpop_monitoring.alerting.standby.mirror import StandbyMirror
from pawpop_monitoring.storage.alerts import PostgresAlertStore
from pawpop_monitoring.storage.connection import Database
from tests.factories import NOW, make_finding
from tests.fakes.publishers import InMemoryAlertPublisher, InMemoryRecordPublisher
from tests.fakes.silence_store import InMemorySilenceStore
from tests.fakes.standby_store import InMemoryStandbyStore

pytestmark = pytest.mark.integration

CALLERS = 20


@pytest.fixture
def callers(database_url: str) -> Iterator[list[AlertCommands]]:
    """Each with a connection of its own, which is open already; with one standby, and one queue."""
    standby = StandbyMirror(InMemoryStandbyStore(), InMemorySilenceStore())
    queue = InMemoryAlertPublisher()
    degraded = DegradedAlerting(standby, queue, InMemoryRecordPublisher(), timedelta(hours=24))
    with ExitStack() as opened:
        databases = [opened.enter_context(closing(Database(lambda: database_url))) for _ in range(CALLERS)]
        stores = [PostgresAlertStore(database) for database in databases]
        for store in stores:
            store.find("nothing")
        yield [AlertCommands(store, DecisionWriter(store, standby), Outbox(store, queue), degraded) for store in stores]


def test_each_is_answered_and_counted(callers: list[AlertCommands], direct: psycopg.Connection) -> None:
    finding = make_finding()

    with ThreadPoolExecutor(CALLERS) as pool:
        alerts = list(pool.map(lambda commands: commands.create(finding, NOW), callers))

    assert sorted(alert.occurrences for alert in alerts) == [*range(1, CALLERS + 1)]
    assert len({alert.id for alert in alerts}) == 1
    assert direct.execute("SELECT occurrences FROM monitoring_alerts").fetchall() == [(CALLERS,)]
    assert direct.execute("SELECT count(*) FROM monitoring_alert_transitions").fetchall() == [(1,)]

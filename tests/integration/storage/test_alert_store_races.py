"""Writers that meet in Postgres."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest

from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.storage.alerts import PostgresAlertStore
from pawpop_monitoring.storage.connection import Database
from tests.factories import NOW, make_alert, make_transition

pytestmark = pytest.mark.integration

WRITERS = 8
NOTHING = RuleState(fingerprint=make_alert().fingerprint)


@pytest.fixture
def stores(database_url: str) -> Iterator[list[PostgresAlertStore]]:
    """Each with a connection of its own, which is open already."""
    with ExitStack() as opened:
        databases = [opened.enter_context(closing(Database(lambda: database_url))) for _ in range(WRITERS)]
        stores = [PostgresAlertStore(database) for database in databases]
        for store in stores:
            store.find("nothing")
        yield stores


def alert_number(number: int) -> Alert:
    return make_alert(timestamp=NOW + timedelta(seconds=number))


def count(direct: psycopg.Connection, table: str) -> int:
    (rows,) = direct.execute(f"SELECT count(*) FROM {table}".encode()).fetchone() or (0,)
    return int(rows)


def test_one_of_many_opens_wins(stores: list[PostgresAlertStore], direct: psycopg.Connection) -> None:
    def open_one(number: int) -> bool:
        alert = alert_number(number)
        return stores[number].save(NOTHING, replace(NOTHING, alert=alert), make_transition(alert=alert))

    with ThreadPoolExecutor(WRITERS) as pool:
        won = list(pool.map(open_one, range(WRITERS)))

    assert sum(won) == 1
    assert count(direct, "monitoring_alerts") == count(direct, "monitoring_alert_transitions") == 1
    assert stores[0].load([NOTHING.fingerprint])[NOTHING.fingerprint].alert == alert_number(won.index(True))


def test_one_of_many_adoptions_wins(stores: list[PostgresAlertStore], direct: psycopg.Connection) -> None:
    with ThreadPoolExecutor(WRITERS) as pool:
        won = list(pool.map(lambda number: stores[number].adopt(alert_number(number)), range(WRITERS)))

    assert sum(won) == 1
    assert count(direct, "monitoring_alerts") == count(direct, "monitoring_alert_transitions") == 1


def test_what_the_recorder_opened_meanwhile_is_not_doubled(
    stores: list[PostgresAlertStore], direct: psycopg.Connection
) -> None:
    stores[0].adopt(alert_number(0))
    late = alert_number(1)

    assert not stores[1].save(NOTHING, replace(NOTHING, alert=late), make_transition(alert=late))
    assert count(direct, "monitoring_rule_states") == 0


def test_an_alert_that_was_resolved_behind_the_engine_stays_resolved(
    stores: list[PostgresAlertStore], direct: psycopg.Connection
) -> None:
    alert = alert_number(0)
    stores[0].save(NOTHING, replace(NOTHING, alert=alert), make_transition(alert=alert))
    state = stores[0].load([alert.fingerprint])[alert.fingerprint]
    direct.execute("UPDATE monitoring_alerts SET resolved = true, resolved_by = 'somebody'")

    assert not stores[0].save(state, replace(state, alert=replace(alert, occurrences=2)), None)
    stored = stores[0].find(alert.id)
    assert stored is not None
    assert (stored.status, stored.resolved_by, stored.occurrences) == ("resolved", "somebody", 1)

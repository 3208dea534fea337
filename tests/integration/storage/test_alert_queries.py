"""Pages and counts of alerts."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from pawpop_monitoring.alerting.standby.overlay import Overlay
from pawpop_monitoring.contracts.alert_requests import ListAlertsQuery
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.errors import InvalidRequestError
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.snapshot import AlertCounts
from pawpop_monitoring.storage.alert_queries import AlertQueries, page_without_store, read_worst_alerts
from pawpop_monitoring.storage.alerts import PostgresAlertStore
from pawpop_monitoring.storage.connection import Database
from tests.factories import NOW, make_alert

pytestmark = pytest.mark.integration


@pytest.fixture
def queries(database: Database) -> AlertQueries:
    return AlertQueries(database)


@pytest.fixture
def stored(database: Database) -> list[Alert]:
    """Newest first: three open ones, two of them at the same moment, and a resolved one."""
    alerts = [
        make_alert(
            service="stripe", rule="unreachable", severity=Severity.CRITICAL, timestamp=NOW + timedelta(hours=2)
        ),
        make_alert(id="b", timestamp=NOW + timedelta(hours=1)),
        make_alert(id="a", rule="query_time", severity=Severity.MEDIUM, timestamp=NOW + timedelta(hours=1)),
        make_alert(rule="error_rate", status=AlertStatus.RESOLVED, resolved_at=NOW, resolved_by="check"),
    ]
    store = PostgresAlertStore(database)
    assert all(store.adopt(alert) for alert in alerts)
    return alerts


def ids(alerts: Sequence[Alert]) -> list[str]:
    return [alert.id for alert in alerts]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [0, 1, 2]),
        ({"resolved": "true"}, [3]),
        ({"resolved": "all"}, [0, 1, 2, 3]),
        ({"severity": "high", "resolved": "all"}, [1, 3]),
        ({"service": "supabase"}, [1, 2]),
        ({"service": "supabase", "severity": "medium"}, [2]),
        ({"service": "printify"}, []),
    ],
)
def test_filters_choose_newest_first(
    queries: AlertQueries, stored: list[Alert], filters: dict[str, Any], expected: list[int]
) -> None:
    page = queries.page(ListAlertsQuery(**filters))

    assert page.alerts == tuple(stored[index] for index in expected)
    assert page.counts.total == len(expected)
    assert page.next_cursor is None


def test_counts_are_over_all_matches_not_over_the_page(queries: AlertQueries, stored: list[Alert]) -> None:
    page = queries.page(ListAlertsQuery(resolved="all", limit=1))

    assert len(page.alerts) == 1
    assert page.counts == AlertCounts(
        total=4, critical=1, high=2, medium=1, low=0, by_service={"stripe": 1, "supabase": 3}
    )


def test_counts_follow_every_change_and_stay_few(
    queries: AlertQueries, stored: list[Alert], direct: psycopg.Connection
) -> None:
    direct.execute("UPDATE monitoring_alerts SET status = 'resolved' WHERE severity = 'medium'")
    for _ in range(60):
        direct.execute("UPDATE monitoring_alerts SET severity = 'low' WHERE service = 'stripe'")
        direct.execute("UPDATE monitoring_alerts SET severity = 'high' WHERE service = 'stripe'")
    direct.execute("DELETE FROM monitoring_alerts WHERE id = 'b'")

    assert queries.page(ListAlertsQuery()).counts == AlertCounts(total=1, high=1, by_service={"stripe": 1})
    assert queries.page(ListAlertsQuery(resolved="all")).counts.total == 3
    assert direct.execute("SELECT count(*) <= 120 FROM monitoring_alert_counts").fetchone() == (True,)
    direct.execute("TRUNCATE monitoring_alerts CASCADE")
    assert queries.page(ListAlertsQuery(resolved="all")).counts == AlertCounts()


def test_who_counts_waits_for_nobody_else(queries: AlertQueries, stored: list[Alert], database_url: str) -> None:
    """Two writers change alerts of one kind at the same time, in opposite order, and both end."""
    moved = "UPDATE monitoring_alerts SET severity = 'low' WHERE id = %s"
    with psycopg.connect(database_url) as one, psycopg.connect(database_url) as other:
        other.execute("SET lock_timeout = '2s'")
        one.execute(moved, [stored[0].id])
        other.execute(moved, [stored[1].id])
    assert queries.page(ListAlertsQuery()).counts.low == 2


def test_without_alerts_all_counts_are_0(queries: AlertQueries) -> None:
    assert queries.page(ListAlertsQuery()).counts == AlertCounts()


@pytest.mark.parametrize("limit", [1, 2, 3])
def test_pages_follow_one_another_without_gap_or_double(queries: AlertQueries, stored: list[Alert], limit: int) -> None:
    pages = list(_pages(queries, limit))

    assert [alert.id for page in pages for alert in page] == ids(stored)
    assert all(len(page) <= limit for page in pages)


def _pages(queries: AlertQueries, limit: int) -> Iterator[Sequence[Alert]]:
    cursor = None
    while True:
        page = queries.page(ListAlertsQuery(resolved="all", limit=limit, cursor=cursor))
        yield page.alerts
        cursor = page.next_cursor
        if cursor is None:
            return


def test_an_alert_that_opens_between_two_pages_moves_nothing(
    queries: AlertQueries, stored: list[Alert], database: Database
) -> None:
    first = queries.page(ListAlertsQuery(limit=2))
    PostgresAlertStore(database).adopt(make_alert(rule="blind", timestamp=NOW + timedelta(hours=9)))

    second = queries.page(ListAlertsQuery(limit=2, cursor=first.next_cursor))

    assert ids([*first.alerts, *second.alerts]) == ids(stored[:3])


def test_a_cursor_that_is_none_of_ours_is_refused_in_words(queries: AlertQueries) -> None:
    with pytest.raises(InvalidRequestError, match="nextCursor"):
        queries.page(ListAlertsQuery(cursor="page-2"))


def test_recent_open_alerts_come_with_the_counts_of_all(queries: AlertQueries, stored: list[Alert]) -> None:
    counts, recent = queries.open_alerts(recent=2)

    assert ids(recent) == ids(stored[:2])
    assert (counts.total, counts.critical, counts.high, counts.medium) == (3, 1, 1, 1)


@pytest.fixture
def ranked(database: Database) -> list[Alert]:
    """The worst first: by what nobody has taken on, severity, age; the newest of all is the mildest."""
    kinds = [
        ("critical", AlertStatus.OPEN, 1),
        ("critical", AlertStatus.OPEN, 2),
        ("high", AlertStatus.OPEN, 0),
        ("low", AlertStatus.OPEN, 9),
        ("critical", AlertStatus.ACKNOWLEDGED, 0),
        ("medium", AlertStatus.ACKNOWLEDGED, 3),
    ]
    alerts = [
        make_alert(
            rule=f"rule_{index}", severity=Severity(severity), status=status, timestamp=NOW + timedelta(hours=hours)
        )
        for index, (severity, status, hours) in enumerate(kinds)
    ]
    store = PostgresAlertStore(database)
    assert all(store.adopt(alert) for alert in reversed(alerts))
    return alerts


@pytest.mark.parametrize("limit", [1, 2, 4, 6])
def test_the_worst_come_first_page_by_page(queries: AlertQueries, ranked: list[Alert], limit: int) -> None:
    found: list[str] = []
    cursor = None
    while True:
        page = queries.page(ListAlertsQuery(order="worst", limit=limit, cursor=cursor))
        found += ids(page.alerts)
        cursor = page.next_cursor
        if cursor is None:
            break
    assert found == ids(ranked)


def test_what_the_database_lacks_is_ranked_with_the_rest(queries: AlertQueries, ranked: list[Alert]) -> None:
    kept = [make_alert(rule="blind", severity=Severity.HIGH, timestamp=NOW + timedelta(minutes=1)), ranked[4]]
    expected = [*ids(ranked[:3]), kept[0].id, *ids(ranked[3:])]
    pages = [queries.page(ListAlertsQuery(order="worst", limit=4), Overlay(kept))]
    pages.append(queries.page(ListAlertsQuery(order="worst", cursor=pages[0].next_cursor), Overlay(kept)))
    assert [alert.id for page in pages for alert in page.alerts] == expected
    assert ids(page_without_store(ListAlertsQuery(order="worst"), Overlay(kept)).alerts) == [kept[0].id, ranked[4].id]


def test_the_dashboard_is_told_the_worst_of_many(database: Database, ranked: list[Alert]) -> None:
    store = PostgresAlertStore(database)
    for number in range(20):
        store.adopt(make_alert(rule=f"note_{number}", severity=Severity.LOW, timestamp=NOW + timedelta(days=1)))
    with database.transaction() as cursor:
        worst = read_worst_alerts(cursor)
    assert ids(worst[:4]) == ids(ranked[:4])
    assert len(worst) == 10

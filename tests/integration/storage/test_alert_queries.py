"""Pages and counts of alerts."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest

from pawpop_monitoring.contracts.alert_requests import ListAlertsQuery
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.errors import InvalidRequestError
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.snapshot import AlertCounts
from pawpop_monitoring.storage.alert_queries import AlertQueries
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

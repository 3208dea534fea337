"""Alerts and snapshots that both stores know, and differ on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity
from tests.factories import NOW, make_alert, make_health_record
from tests.integration.reads.routes import Routes

pytestmark = pytest.mark.integration


def alert_at(minutes: int, rule: str = "connections", **fields: Any) -> Alert:
    return make_alert(rule=rule, timestamp=NOW - timedelta(minutes=minutes), **fields)


def test_one_that_got_worse_without_postgres_is_shown_as_it_is_now(routes: Routes) -> None:
    alert = alert_at(10, severity=Severity.MEDIUM)
    assert routes.store.adopt(alert)
    routes.standby.put(replace(alert, severity=Severity.HIGH, sequence=2, occurrences=7))

    (shown,) = routes.alerts().alerts

    assert (shown.severity, shown.occurrences) == (Severity.HIGH, 7)
    assert (routes.alerts().summary.medium, routes.alerts().summary.high) == (0, 1)
    assert routes.alerts(severity="medium").total == 0
    assert routes.alerts(severity="high").total == 1


def test_one_whose_end_the_standby_missed_is_over(routes: Routes) -> None:
    alert = alert_at(10)
    ended = replace(alert, status=AlertStatus.RESOLVED, sequence=2, resolved_at=NOW, resolved_by="check")
    assert routes.store.adopt(ended)
    routes.standby.put(alert)

    assert routes.alerts().alerts == ()
    assert routes.health().alerts.total == 0
    assert [shown.status for shown in routes.alerts(resolved="true").alerts] == [AlertStatus.RESOLVED]


def test_pages_go_through_both_stores_once(routes: Routes) -> None:
    alerts = [alert_at(minutes, rule=f"rule{minutes}") for minutes in range(1, 10)]
    for place, alert in enumerate(alerts):
        if place % 3:
            assert routes.store.adopt(alert)
        if place % 2:
            routes.standby.put(alert)
    known = [alert.id for place, alert in enumerate(alerts) if place % 3 or place % 2]

    seen: list[str] = []
    cursor = None
    while True:
        page = routes.alerts(limit=2, cursor=cursor)
        seen += [alert.id for alert in page.alerts]
        cursor = page.next_cursor
        assert page.total == len(known)
        if cursor is None:
            break

    assert seen == known


def test_without_postgres_pages_go_through_the_standby_store(routes: Routes) -> None:
    alerts = [alert_at(minutes, rule=f"rule{minutes}") for minutes in range(1, 6)]
    for alert in alerts:
        routes.standby.put(alert)
    routes.url = "postgresql://monitor:x@127.0.0.1:9/shop"

    first = routes.alerts(limit=3)
    second = routes.alerts(limit=3, cursor=first.next_cursor)

    assert [alert.id for alert in (*first.alerts, *second.alerts)] == [alert.id for alert in alerts]
    assert (first.total, second.next_cursor) == (5, None)


def test_a_snapshot_that_postgres_has_newer_stays(routes: Routes) -> None:
    routes.snapshots.keep(make_health_record(status=ServiceStatus.DOWN, observed_at=NOW - timedelta(minutes=5)))
    routes.store_metrics(make_health_record(observed_at=NOW))

    assert routes.health().services[0].status is ServiceStatus.HEALTHY


@pytest.fixture
def without_dynamodb(routes: Routes, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_arguments: object) -> None:
        raise StoreUnavailableError("gone")

    monkeypatch.setattr(type(routes.standby), "entries", gone)


@pytest.mark.parametrize("read", [Routes.health, Routes.dashboard, Routes.alerts, Routes.metrics])
def test_with_dynamodb_out_of_reach_postgres_is_enough(
    routes: Routes, without_dynamodb: None, read: Callable[[Routes], object]
) -> None:
    assert routes.store.adopt(alert_at(1))
    assert read(routes)

    routes.database.close()
    routes.url = "postgresql://monitor:x@127.0.0.1:9/shop"
    with pytest.raises(StoreUnavailableError):
        read(routes)

"""Ends that Postgres has not heard of yet: it was away when they came, and has been back for a while."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.get_alert.app import run as run_story
from functions.get_dashboard.app import answer
from pawpop_monitoring.alerting.apply.ports import AlertStore
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.alerting.standby.mirror import StandbyMirror
from pawpop_monitoring.alerting.standby.sync import sync
from pawpop_monitoring.bootstrap.alert_story_services import StoryReader
from pawpop_monitoring.bootstrap.standby_reads import StandbyReads
from pawpop_monitoring.contracts.alert_story_response import GetAlertResponse
from pawpop_monitoring.contracts.dashboard_response import DashboardQuery
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.storage.alert_stories import AlertStories
from tests.factories import NOW, make_alert, make_health_record, make_transition
from tests.integration.reads.routes import EXPECTED, Routes

pytestmark = pytest.mark.integration

NOWHERE = "postgresql://monitor:x@127.0.0.1:9/shop"
OPEN = make_alert(timestamp=NOW - timedelta(minutes=10), severity=Severity.CRITICAL)


def over(alert: Alert) -> Alert:
    sequence = alert.sequence + 1
    return replace(alert, status=AlertStatus.RESOLVED, resolved_at=NOW, resolved_by="Zoe", sequence=sequence)


@pytest.fixture(params=[True, False], ids=["open in Postgres", "opened meanwhile too"])
def ended(routes: Routes, request: pytest.FixtureRequest) -> Alert:
    """An alert that a person closed without Postgres."""
    for service in EXPECTED:
        routes.store_metrics(make_health_record(service=service, observed_at=NOW))
    assert not request.param or routes.store.adopt(OPEN)
    routes.standby.put(OPEN)
    routes.standby.hold_end(over(OPEN), make_transition(alert=over(OPEN)))
    return over(OPEN)


def story(routes: Routes, alert_id: str) -> GetAlertResponse:
    reads = StandbyReads(alerts=routes.standby)
    return run_story(StoryReader(AlertStories(routes.database), reads, lambda: NOW), alert_id)


def test_the_list_has_it_among_what_is_over(routes: Routes, ended: Alert) -> None:
    assert (routes.alerts().alerts, routes.alerts().total) == ((), 0)
    for resolved in ("true", "all"):
        listed = routes.alerts(resolved=resolved, severity="critical")
        assert [(each.id, each.status, each.resolved_by) for each in listed.alerts] == [
            (ended.id, AlertStatus.RESOLVED, "Zoe")
        ]
        assert (listed.total, listed.summary.critical, listed.summary.by_service) == (1, 1, {"supabase": 1})


def test_one_alert_says_who_ended_it(routes: Routes, ended: Alert) -> None:
    told = story(routes, ended.id)
    assert (told.alert.status, told.alert.resolved_by) == (AlertStatus.RESOLVED, "Zoe")
    assert [(entry.kind, entry.by) for entry in told.timeline][-1] == ("resolved", "Zoe")


def test_beside_another_it_is_over_too(routes: Routes, ended: Alert) -> None:
    other = make_alert(rule="query_time", timestamp=NOW - timedelta(minutes=9))
    assert routes.store.adopt(other)
    assert {each.status for each in story(routes, other.id).related} <= {AlertStatus.RESOLVED}


def test_nothing_is_critical_for_it(routes: Routes, ended: Alert) -> None:
    health, dashboard = routes.health(), routes.dashboard()
    assert (health.status, health.alerts.total, health.alerts.recent) == (ServiceStatus.HEALTHY, 0, ())
    assert (dashboard.status, dashboard.alerts.total, dashboard.alerts.recent) == (ServiceStatus.HEALTHY, 0, ())
    assert "healthy" in routes.badge()


def test_without_postgres_it_is_known_to_be_over(routes: Routes, ended: Alert) -> None:
    routes.database.close()
    routes.url = NOWHERE
    assert story(routes, ended.id).alert.status is AlertStatus.RESOLVED
    assert [each.id for each in routes.alerts(resolved="true").alerts] == [ended.id]
    assert routes.alerts().total == 0
    assert routes.dashboard().alerts.total == 0


def test_pages_of_open_and_over_go_through_both_stores_once(routes: Routes) -> None:
    alerts = [make_alert(rule=f"rule{each}", timestamp=NOW - timedelta(minutes=each)) for each in range(1, 12)]
    for place, alert in enumerate(alerts):
        if place % 3:
            assert routes.store.adopt(alert)
        if place % 2 == 0:
            routes.standby.hold_end(over(alert), make_transition(alert=over(alert)))
    for resolved, known in {
        "true": alerts[::2],
        "false": [alert for place, alert in enumerate(alerts) if place % 2 and place % 3],
        "all": [alert for place, alert in enumerate(alerts) if place % 2 == 0 or place % 3],
    }.items():
        assert pages(routes, len(known), resolved=resolved) == [alert.id for alert in known]
        assert set(pages(routes, len(known), resolved=resolved, order="worst")) == {alert.id for alert in known}


def pages(routes: Routes, total: int, **query: Any) -> list[str]:
    seen: list[str] = []
    cursor = None
    while True:
        page = routes.alerts(limit=2, cursor=cursor, **query)
        seen += [alert.id for alert in page.alerts]
        cursor = page.next_cursor
        assert page.total == total
        if cursor is None:
            return seen


def test_an_end_is_a_change_that_open_pages_hear_of(routes: Routes) -> None:
    assert routes.store.adopt(OPEN)
    services = routes.dashboard_services()
    tag = answer(services, DashboardQuery(), None).headers["ETag"]
    routes.standby.hold_end(over(OPEN), make_transition(alert=over(OPEN)))
    assert answer(services, DashboardQuery(), str(tag)).status_code == 200


def test_what_is_read_stays_so_once_postgres_heard_of_it(routes: Routes, ended: Alert) -> None:
    before = routes.alerts(resolved="all")
    store: AlertStore = routes.store
    mirror = StandbyMirror(routes.standby, routes.silences)
    sync(store, mirror, {OPEN.fingerprint: RuleState(fingerprint=OPEN.fingerprint)})
    assert routes.standby.entries() == []
    assert routes.alerts(resolved="all") == before


def test_a_curve_marks_it_as_over(routes: Routes, ended: Alert) -> None:
    asked = {"service": "supabase", "metric": "probeMs"}
    marks = routes.series(**asked).marks
    assert [(mark.kind, mark.alert_id, mark.until) for mark in marks] == [("alert", ended.id, ended.resolved_at)]
    assert routes.series(service="stripe", metric="events").marks == ()
    hour_before = {"since": NOW - timedelta(hours=2), "until": NOW - timedelta(hours=1)}
    assert routes.series(**asked, **hour_before).marks == ()

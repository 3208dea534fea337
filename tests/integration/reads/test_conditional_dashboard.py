"""GET /dashboard with If-None-Match: 304 as long as nothing changed, without a look at the database."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.get_dashboard.app import answer
from pawpop_monitoring.bootstrap.dashboard_services import DashboardServices
from pawpop_monitoring.contracts.dashboard_response import DashboardQuery, DashboardResponse
from pawpop_monitoring.contracts.records import HealthMetricRecord
from pawpop_monitoring.domain.alert import AlertStatus
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.silence import Silence
from pawpop_monitoring.http.conditional import CONFIRMED_FOR
from tests.factories import NOW, make_alert
from tests.integration.reads.routes import EXPECTED, INTERVAL, Routes

pytestmark = pytest.mark.integration

HOUR = timedelta(hours=1)
NOWHERE = "postgresql://nobody@127.0.0.1:9/nowhere"
ALERT = make_alert(timestamp=NOW)
SILENCE = Silence(
    id="silence_1",
    service="stripe",
    starts_at=NOW - HOUR,
    ends_at=NOW + HOUR,
    reason="Deploy",
    created_by="admin",
    created_at=NOW - HOUR,
)


def _checked(service: str = "supabase", minutes: int = 0) -> HealthMetricRecord:
    at = NOW - timedelta(minutes=minutes)
    return HealthMetricRecord.of(Observation(service=service, status=ServiceStatus.HEALTHY, observed_at=at, details={}))


def _ask(services: DashboardServices, tag: str | None = None, **query: Any) -> tuple[int, str | None, str]:
    told = answer(services, DashboardQuery(**query), tag)
    return told.status_code, told.headers.get("ETag"), told.body or ""  # type: ignore[return-value]


@pytest.fixture
def services(routes: Routes) -> DashboardServices:
    for service in EXPECTED:
        routes.snapshots.keep(_checked(service, minutes=1))
    return routes.dashboard_services()


def test_what_did_not_change_is_not_told_again(routes: Routes, services: DashboardServices) -> None:
    status, tag, body = _ask(services)
    assert (status, DashboardResponse.model_validate_json(body).stale) == (200, False)
    routes.url = NOWHERE  # a look at the database would be seen
    routes.database.close()
    assert _ask(services, tag) == (304, tag, "")


CHANGES: dict[str, Callable[[Routes], object]] = {
    "a check": lambda routes: routes.snapshots.keep(_checked()),
    "an alert": lambda routes: routes.standby.put(ALERT),
    "a silence": lambda routes: routes.silences.put(SILENCE),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_is(routes: Routes, services: DashboardServices, change: str) -> None:
    _, tag, _ = _ask(services)
    CHANGES[change](routes)
    status, newer, _ = _ask(services, tag)
    assert status == 200
    assert newer != tag


def test_so_is_an_alert_that_goes_on_and_ends(routes: Routes, services: DashboardServices) -> None:
    routes.standby.put(ALERT)
    taken = replace(ALERT, status=AlertStatus.ACKNOWLEDGED, sequence=ALERT.sequence + 1)
    for step in (
        lambda: routes.standby.count(ALERT),
        lambda: routes.standby.put(taken),
        lambda: routes.standby.forget(taken),
    ):
        _, tag, _ = _ask(services)
        step()
        assert _ask(services, tag)[0] == 200


def test_another_range_or_another_environment_is_another_answer(services: DashboardServices) -> None:
    _, tag, _ = _ask(services)
    assert _ask(services, tag, range="7d")[0] == 200
    assert _ask(replace(services, environment="another"), tag)[0] == 200


def test_time_alone_changes_what_is_true(routes: Routes, services: DashboardServices) -> None:
    """A check that is missing, a silence that ends, and an answer that nobody made for two minutes."""
    routes.silences.put(replace(SILENCE, ends_at=NOW + timedelta(seconds=30)))
    _, tag, _ = _ask(services)
    at = [CONFIRMED_FOR / 8, timedelta(seconds=31), CONFIRMED_FOR + timedelta(seconds=1), 4 * INTERVAL]
    later = [_ask(replace(services, clock=lambda late=late: NOW + late), tag)[0] for late in at]  # type: ignore[misc]
    assert later == [304, 200, 200, 200]


def test_what_is_told_without_the_database_is_asked_for_each_time(routes: Routes, services: DashboardServices) -> None:
    routes.url = NOWHERE
    status, tag, body = _ask(services)
    assert (status, tag, DashboardResponse.model_validate_json(body).stale) == (200, None, True)


def test_what_is_told_without_the_standby_tables_too(services: DashboardServices, dynamodb: Any) -> None:
    dynamodb.delete_table(TableName="standby")
    status, tag, body = _ask(services)
    assert (status, tag, DashboardResponse.model_validate_json(body).silences) == (200, None, None)


def test_the_dashboard_tells_silences_that_hold_or_are_to_come(routes: Routes, services: DashboardServices) -> None:
    for begin, end in ((-1, 1), (1, 2), (-2, -1)):
        routes.silences.put(replace(SILENCE, id=f"s{begin}", starts_at=NOW + begin * HOUR, ends_at=NOW + end * HOUR))
    silences = DashboardResponse.model_validate_json(_ask(services)[2]).silences or ()
    assert [(silence.id, silence.active) for silence in silences] == [("s1", False), ("s-1", True)]

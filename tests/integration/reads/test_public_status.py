"""The public status page: bars with Postgres and without, and an honest answer when nothing can be read."""

import json
from datetime import timedelta
from typing import Any

import pytest

from functions.status_page.app import data
from pawpop_monitoring.bootstrap.cleanup_services import DaySums
from pawpop_monitoring.bootstrap.standby_reads import StandbyReads
from pawpop_monitoring.bootstrap.status_services import StatusServices
from pawpop_monitoring.domain.errors import ConflictError
from pawpop_monitoring.domain.public_incident import Incident, IncidentUpdate, Stage
from pawpop_monitoring.domain.public_state import PublicState
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.storage.alert_queries import AlertQueries
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.day_records import DayRecords
from pawpop_monitoring.storage.health_metrics import HealthMetrics
from pawpop_monitoring.storage.standby_snapshots import DynamoSnapshots
from pawpop_monitoring.storage.status_store import DynamoStatusStore
from tests.factories import NOW, make_health_record
from tests.integration.reads.routes import EXPECTED, INTERVAL, Routes

NOWHERE = "postgresql://monitor:x@127.0.0.1:1/shop"
INCIDENT = Incident(
    id="incident_1",
    title="Some payments fail",
    impact=PublicState.DEGRADED,
    components=("checkout",),
    updates=(IncidentUpdate(NOW, Stage.INVESTIGATING, "We are looking into it."),),
)


@pytest.fixture
def published(dynamodb: Any) -> DynamoStatusStore:
    return DynamoStatusStore(client=lambda: dynamodb, table="status")


def _told(routes: Routes, published: DynamoStatusStore, url: str, standby: StandbyReads | None = None) -> Any:
    database = Database(lambda: url, budget=2.0)
    services = StatusServices(
        metrics=HealthMetrics(database),
        alerts=AlertQueries(database),
        standby=standby or StandbyReads(snapshots=routes.snapshots),
        expected=EXPECTED,
        check_interval=INTERVAL,
        clock=lambda: NOW,
        days=DayRecords(database, 3 * INTERVAL),
        published=published,
    )
    answer = data(services)
    database.close()
    return json.loads(answer["body"])


def _components(told: Any) -> dict[str, tuple[str, float | None, str]]:
    return {each["slug"]: (each["status"], each["uptime"], each["days"][-1]["status"]) for each in told["components"]}


@pytest.fixture(autouse=True)
def measured(routes: Routes) -> None:
    """Five minutes of two services, the second of which was down for the first of them."""
    for service, status in (("supabase", ServiceStatus.HEALTHY), ("stripe", ServiceStatus.DOWN)):
        early = make_health_record(service=service, status=status, observed_at=NOW - timedelta(minutes=5))
        late = make_health_record(service=service, observed_at=NOW - timedelta(minutes=4))
        routes.store_metrics(early, late)
        routes.snapshots.keep(late)


def test_bars_come_from_postgres(routes: Routes, published: DynamoStatusStore) -> None:
    told = _told(routes, published, routes.url)
    assert told["status"] == "operational"
    assert _components(told) == {
        "shop": ("operational", 100, "operational"),
        "checkout": ("operational", 80, "degraded"),
    }


def test_without_postgres_they_come_from_the_copy(routes: Routes, published: DynamoStatusStore) -> None:
    published.put_incident(INCIDENT, None)
    assert DaySums(DayRecords(routes.database, 3 * INTERVAL), published).run(NOW) == 2
    told = _told(routes, published, NOWHERE)
    assert told["status"] == "outage"
    assert _components(told) == {"shop": ("outage", 100, "operational"), "checkout": ("degraded", 80, "degraded")}
    assert [each["title"] for each in told["incidents"]] == ["Some payments fail"]


def test_where_nothing_can_be_read_nothing_is_claimed(routes: Routes, published: DynamoStatusStore) -> None:
    away = DynamoSnapshots(client=published.client, table="another")
    nothing = DynamoStatusStore(client=published.client, table="another")
    told = _told(routes, nothing, NOWHERE, StandbyReads(snapshots=away))
    assert (told["status"], told["headline"]) == ("unknown", "Not known right now")
    assert {each["status"] for each in told["components"]} == {"unknown"}


def test_incidents_are_kept_as_they_were_published(published: DynamoStatusStore) -> None:
    end = INCIDENT.with_update(IncidentUpdate(NOW + INTERVAL, Stage.RESOLVED, "It works again. 💥"))
    published.put_incident(INCIDENT, None)
    published.put_incident(end, INCIDENT)
    assert published.incidents() == [end]


def test_of_two_who_change_one_at_once_one_is_told(published: DynamoStatusStore) -> None:
    published.put_incident(INCIDENT, None)
    first, second = (
        INCIDENT.with_update(IncidentUpdate(NOW + INTERVAL, Stage.IDENTIFIED, text)) for text in ("A bank.", "A card.")
    )
    published.put_incident(first, INCIDENT)
    for late, before in ((second, INCIDENT), (INCIDENT, None)):
        with pytest.raises(ConflictError):
            published.put_incident(late, before)
    assert published.incidents() == [first]

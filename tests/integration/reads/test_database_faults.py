"""Every route that reads, while Postgres is read-only, refuses or hangs: what is newest, within 3 s."""

import socket
import time
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from local_stack.postgres import Cluster
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity
from tests.factories import NOW, make_alert, make_health_record
from tests.integration.reads.routes import INTERVAL, Routes

pytestmark = pytest.mark.integration

DOWN = make_health_record(
    status=ServiceStatus.DOWN, response_time=None, error_rate=None, details={"problems": ["The database is read-only."]}
)
CRITICAL = make_alert(rule="unreachable", severity=Severity.CRITICAL, timestamp=NOW, message="Database unreachable")


@pytest.fixture
def open_before(routes: Routes) -> Alert:
    """An alert and a healthy check from before the fault."""
    alert = make_alert(service="stripe", rule="webhook_gap", severity=Severity.MEDIUM, timestamp=NOW - INTERVAL)
    assert routes.store.adopt(alert)
    routes.standby.put(alert)
    healthy = [make_health_record(service=name, observed_at=NOW - INTERVAL) for name in ("supabase", "stripe")]
    routes.store_metrics(*healthy)
    for record in healthy:
        routes.snapshots.keep(record)
    return alert


@pytest.fixture(params=["read-only", "refused", "hanging"])
def fault(request: pytest.FixtureRequest, routes: Routes, open_before: Alert, cluster: Cluster) -> Iterator[str]:
    """Postgres leaves us; the check has seen it and could write to the standby tables alone."""
    strike = {"read-only": _read_only, "refused": _refused, "hanging": _hanging}[request.param]
    routes.snapshots.keep(DOWN)
    routes.standby.put(CRITICAL)
    routes.database.close()
    yield from strike(routes, cluster)


def _read_only(routes: Routes, cluster: Cluster) -> Iterator[str]:
    with psycopg.connect(cluster.url("postgres", superuser=True), autocommit=True) as superuser:
        name = sql.Identifier(routes.url.rpartition("/")[2].partition("?")[0])
        superuser.execute(sql.SQL("ALTER DATABASE {} SET default_transaction_read_only = on").format(name))
        yield "read-only"


def _refused(routes: Routes, _cluster: Cluster) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        port = nobody.getsockname()[1]
    routes.url = f"postgresql://monitor:x@127.0.0.1:{port}/shop"
    yield "refused"


def _hanging(routes: Routes, _cluster: Cluster) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        routes.url = f"postgresql://monitor:x@127.0.0.1:{silent.getsockname()[1]}/shop"
        yield "hanging"


@pytest.fixture
def in_time() -> Iterator[None]:
    started = time.monotonic()
    yield
    assert time.monotonic() - started < 3


def test_health_says_down_and_names_the_alert(routes: Routes, fault: str, in_time: None) -> None:
    answer = routes.health()

    assert answer.status is ServiceStatus.CRITICAL
    statuses = {service.service: service.status for service in answer.services}
    assert statuses == {"supabase": ServiceStatus.DOWN, "stripe": ServiceStatus.HEALTHY}
    assert answer.alerts.recent[0].id == CRITICAL.id
    assert (answer.alerts.total, answer.alerts.critical, answer.alerts.medium) == (2, 1, 1)


def test_the_list_of_alerts_has_what_was_opened_meanwhile(
    routes: Routes, fault: str, open_before: Alert, in_time: None
) -> None:
    answer = routes.alerts()

    assert [alert.id for alert in answer.alerts] == [CRITICAL.id, open_before.id]
    assert (answer.total, answer.summary.by_service) == (2, {"stripe": 1, "supabase": 1})


def test_the_dashboard_says_down_and_names_the_alert(routes: Routes, fault: str, in_time: None) -> None:
    answer = routes.dashboard()

    assert answer.services["supabase"].status is ServiceStatus.DOWN
    assert (answer.alerts.critical, answer.alerts.recent[0].id) == (1, CRITICAL.id)


def test_the_status_page_says_down(routes: Routes, fault: str, in_time: None) -> None:
    page = routes.status()

    assert "There is an outage" in page
    assert "Down" in page


def test_the_metrics_say_down(routes: Routes, fault: str, in_time: None) -> None:
    lines = routes.metrics().splitlines()

    assert 'pawpop_service_status{service="supabase",status="down"} 1.0' in lines
    assert 'pawpop_open_alerts{severity="critical"} 1.0' in lines

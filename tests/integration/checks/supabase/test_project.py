"""The project's services over real HTTP: what is right, every way to go wrong, and all of it in time."""

import time
from dataclasses import replace
from typing import Any

import httpx
import pytest
from psycopg.conninfo import make_conninfo

from local_stack import ports
from local_stack.postgres import Cluster
from pawpop_monitoring.checks.supabase.project import HttpProjectProbe, ProjectAddress, ProjectKeys, answer
from pawpop_monitoring.domain.readings.supabase_project import ServiceState
from tests.integration.checks.supabase.conftest import KEYS, PutFault, check_of

pytestmark = pytest.mark.integration

HEALTHY, SICK = ServiceState.HEALTHY, ServiceState.UNHEALTHY
UNKNOWN, ABSENT = ServiceState.UNKNOWN, ServiceState.ABSENT
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJyb2xlIjoic2VydmljZV9yb2xlIn0.c2ln"
HALF = {"body": '{"name": ', "headers": {"Content-Length": "500", "Connection": "close"}}
ALL = {"auth", "db", "pooler", "realtime", "rest", "storage"}


@pytest.mark.parametrize("key", ["sb_secret_test", JWT])
def test_all_is_well_with_either_kind_of_key(project: HttpProjectProbe, key: str) -> None:
    reading = replace(project, keys=lambda: ProjectKeys(api=key, management="sbp_test")).read()
    assert {report.service: report.state for report in reading.direct} == dict.fromkeys(
        ("auth", "rest", "storage"), HEALTHY
    )
    assert all((report.milliseconds or 0) > 0 for report in reading.direct)
    assert {report.service: report.state for report in reading.reported} == dict.fromkeys(ALL, HEALTHY)
    assert reading.metrics["diskUsedPercent"] == 25.0
    assert reading.notes == ()
    assert reading.asked == frozenset(ALL | {"gateway"})


def test_without_keys_only_what_is_open_is_asked(project: HttpProjectProbe) -> None:
    reading = replace(project, keys=ProjectKeys).read()
    assert [report.service for report in reading.direct] == ["storage"]
    assert (reading.reported, reading.metrics, reading.notes) == ((), {}, ())
    assert reading.asked == frozenset({"storage"})


def test_a_key_for_browsers_still_shows_that_services_live(project: HttpProjectProbe) -> None:
    reading = replace(project, keys=lambda: ProjectKeys(api="sb_publishable_x")).read()
    assert [report.state for report in reading.direct] == [HEALTHY, HEALTHY, HEALTHY]
    assert reading.metrics == {}


def test_nothing_configured_asks_nothing() -> None:
    with httpx.Client() as client:
        reading = HttpProjectProbe(client, ProjectAddress(), lambda: KEYS).read()
    assert (reading.direct, reading.reported, reading.metrics, reading.notes) == ((), (), {}, ())
    assert reading.asked == frozenset()


@pytest.mark.parametrize(
    ("fault", "state", "reason"),
    [
        ({"status": 401}, ABSENT, "does not accept the key (401)"),
        ({"status": 403}, ABSENT, "forbids what this key asks (403)"),
        ({"status": 404}, ABSENT, "is not there (404)"),
        ({"status": 418}, UNKNOWN, "does not understand the question (418)"),
        ({"status": 429}, UNKNOWN, "limits how often it may be asked (429)"),
        ({"status": 429, "headers": {"Retry-After": "30"}}, UNKNOWN, "limits how often it may be asked (429)"),
        ({"status": 500}, SICK, "has an error of its own (500)"),
        ({"status": 540, "body": "<html>Project paused</html>"}, SICK, "has an error of its own (540)"),
        ({"drop": True}, SICK, "broke off in the middle of its answer"),
        (HALF, SICK, "broke off in the middle of its answer"),
        ({"body": '{"name": '}, SICK, "answers with something that is not complete JSON"),
        ({"body": "<html>Sign in to the network</html>"}, SICK, "answers with a web page instead of JSON"),
    ],
)
def test_every_way_in_which_a_service_fails(
    project: HttpProjectProbe, put_fault: PutFault, fault: dict[str, Any], state: ServiceState, reason: str
) -> None:
    put_fault(**fault)
    reading = project.read()
    (auth,) = [report for report in reading.direct if report.service == "auth"]
    assert (auth.state, auth.reason) == (state, reason)
    assert reading.reported == ()
    assert reading.notes[0] == f"The Management API {reason}."
    assert "127.0.0.1" not in str(reading)
    assert "sb_secret" not in str(reading)


def test_the_management_api_tells_which_service_is_ill(project: HttpProjectProbe, put_fault: PutFault) -> None:
    report = [{"name": "realtime", "status": "UNHEALTHY", "error": "no cluster"}, {"name": "db", "status": "COMING_UP"}]
    put_fault(body=[*report, {"name": "new_thing", "status": "UNHEALTHY"}, "nonsense"])
    reading = project.read()
    assert [(report.service, report.state, report.reason) for report in reading.reported] == [
        ("realtime", SICK, "Supabase reports it as unhealthy: no cluster"),
        ("db", UNKNOWN, ""),
    ]


@pytest.mark.parametrize(("code", "state"), [("PGRST205", HEALTHY), ("42501", HEALTHY), ("PGRST002", SICK)])
def test_postgrest_that_answers_for_itself_is_at_work(
    project: HttpProjectProbe, put_fault: PutFault, code: str, state: ServiceState
) -> None:
    put_fault(status=503 if state is SICK else 404, body={"code": code, "message": "x"})
    (rest,) = [report for report in project.read().direct if report.service == "rest"]
    assert rest.state is state


def test_a_gateway_that_refuses_is_one_alert_and_the_database_is_still_judged(
    project: HttpProjectProbe, database_url: str
) -> None:
    url = f"http://127.0.0.1:{ports.any_free()}"
    nowhere = replace(project, address=ProjectAddress(url, "abc", url))
    observation = check_of(database_url, nowhere).observe()
    assert [finding.fingerprint for finding in observation.findings] == ["supabase:service_unhealthy:gateway"]
    assert observation.findings[0].details["auth"] == "refuses connections"
    assert (observation.status, observation.details["usedConnections"] >= 0) == ("warning", True)
    assert "supabase:connections" in observation.cleared


@pytest.mark.parametrize("key", ["späßle", "sb_secret_\n"])
def test_a_key_that_can_not_be_sent_is_told(project: HttpProjectProbe, key: str) -> None:
    reading = replace(project, keys=lambda: ProjectKeys(api=key)).read()
    (auth,) = [report for report in reading.direct if report.service == "auth"]
    assert (auth.state, "can't be sent" in auth.reason) == (UNKNOWN, True)


def test_services_that_hang_are_ill_and_not_waited_for(
    project: HttpProjectProbe, put_fault: PutFault, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer, "_SECONDS", 0.3)
    put_fault(latency_ms=1500)
    observation = check_of(database_url, project).observe()
    assert [finding.fingerprint for finding in observation.findings] == ["supabase:service_unhealthy:gateway"]
    assert observation.findings[0].details["auth"] == "did not answer in time"


def test_services_that_hang_and_a_database_that_hangs_end_in_ten_seconds(
    cluster: Cluster, project: HttpProjectProbe, put_fault: PutFault, database_url: str
) -> None:
    put_fault(latency_ms=20_000)
    started = time.monotonic()
    cluster.pause()
    try:
        observation = check_of(make_conninfo(database_url), project).observe()
    finally:
        cluster.resume()
        put_fault()
    assert time.monotonic() - started < 9
    assert [finding.rule for finding in observation.findings] == ["unreachable"]
    assert observation.details["services"]["auth"]["reason"] == "did not answer in time"
    assert observation.findings[0].details["services"]["auth"] == "unhealthy"

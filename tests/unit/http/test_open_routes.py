"""Routes that need no token: no cache speaks for us after our death, and a flood opens few database sessions."""

import re
from datetime import datetime, timedelta
from typing import cast

import pytest

from functions.get_health.app import run_for_all
from functions.status_page.app import run
from pawpop_monitoring.bootstrap.health_services import HealthServices
from pawpop_monitoring.bootstrap.standby_reads import StandbyReads
from pawpop_monitoring.bootstrap.status_services import StatusServices
from pawpop_monitoring.contracts.health_response import HealthResponse
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.http.burst_memory import BurstMemory
from pawpop_monitoring.storage.alert_queries import AlertQueries
from pawpop_monitoring.storage.health_metrics import HealthMetrics
from tests.factories import NOW

INTERVAL = timedelta(minutes=5)


class Metrics:
    """A database that counts how often it is asked, and refuses."""

    def __init__(self) -> None:
        self.asked = 0

    def latest(self, _now: datetime) -> dict[str, object]:
        self.asked += 1
        raise StoreUnavailableError("the database refuses connections")


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def status(metrics: Metrics) -> StatusServices:
    return StatusServices(
        metrics=cast("HealthMetrics", metrics),
        alerts=cast("AlertQueries", None),
        standby=StandbyReads(),
        expected=("supabase", "stripe"),
        check_interval=INTERVAL,
        clock=lambda: NOW,
    )


@pytest.mark.parametrize("name", [None, "supabase.svg", "pawpop.svg", "nothing.svg", "checkout.svg"])
def test_no_cache_shows_a_badge_or_the_page_after_our_death(status: StatusServices, name: str | None) -> None:
    assert "stale" not in run(status, name)["headers"]["Cache-Control"]


def test_the_page_with_its_time_may_be_shown_for_five_minutes(status: StatusServices) -> None:
    kept = re.findall(r"=(\d+)", run(status, None)["headers"]["Cache-Control"])
    assert kept
    assert max(map(int, kept)) <= 300


def test_the_page_renews_itself_each_minute_without_a_script(status: StatusServices) -> None:
    answer = run(status, None)
    assert answer["headers"]["Refresh"] == "60"
    assert "http-equiv" not in answer["body"]  # axe: meta-refresh


def test_page_and_badges_share_one_look_in_a_flood(status: StatusServices, metrics: Metrics) -> None:
    for name in [None, "supabase.svg", "pawpop.svg"] * 20:
        run(status, name)
    assert metrics.asked <= 3


def test_a_flood_of_questions_for_health_asks_the_database_little(metrics: Metrics) -> None:
    services = HealthServices(
        metrics=cast("HealthMetrics", metrics),
        alerts=cast("AlertQueries", None),
        standby=StandbyReads(),
        tokens_secret_id="tokens",
        expected=("supabase",),
        check_interval=INTERVAL,
        clock=lambda: NOW,
    )
    memory: BurstMemory[HealthResponse] = BurstMemory()
    answers = {run_for_all(services, memory).model_dump_json() for _ in range(60)}
    assert len(answers) == 1
    assert metrics.asked <= 3

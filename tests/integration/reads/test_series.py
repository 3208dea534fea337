"""How numbers went, from the rows of checks and from the sums; dashboards that people keep; deployments."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest

from functions.manage_dashboards.app import deployed, draw, remove, save, show, show_all
from pawpop_monitoring.bootstrap.board_services import BoardServices, Shipped
from pawpop_monitoring.bootstrap.dashboard_services import loaded_gauges
from pawpop_monitoring.bootstrap.standby_reads import StandbyReads
from pawpop_monitoring.contracts.board_models import DeploymentRequest, SaveBoardRequest
from pawpop_monitoring.contracts.series_models import SeriesQuery, SeriesResponse
from pawpop_monitoring.domain.board import Board, Panel
from pawpop_monitoring.domain.errors import InvalidRequestError, NotFoundError
from pawpop_monitoring.domain.service import CHECKED_SERVICES
from pawpop_monitoring.storage.board_store import BoardStore
from pawpop_monitoring.storage.connection import Database
from tests.factories import NOW

FIVE = timedelta(minutes=5)
OWNER = Board(name="owner", title="Owner", range="7d", panels=(Panel(service="stripe", metric="errorRate"),))
MINE = SaveBoardRequest.model_validate(
    {"title": "Mine", "range": "90d", "panels": [{"service": "fal-ai", "metric": "cost", "kind": "bars"}]}
)


@pytest.fixture
def services(database: Database) -> BoardServices:
    return BoardServices(
        shipped=Shipped({"owner": OWNER}, ()),
        kept=BoardStore(database),
        database=database,
        standby=StandbyReads(),
        gauges=loaded_gauges(),
        services=CHECKED_SERVICES,
        zone=ZoneInfo("Europe/Berlin"),
        check_interval=FIVE,
        clock=lambda: NOW,
    )


@pytest.fixture
def measured(direct: psycopg.Connection) -> Callable[..., None]:
    def measure(back: timedelta, response_time: float | None = None, **details: Any) -> None:
        direct.execute(
            "INSERT INTO system_health_metrics (service, status, response_time, details, created_at) "
            "VALUES ('supabase', 'healthy', %s, %s, %s)",
            [response_time, psycopg.types.json.Jsonb(details), NOW - back],
        )

    return measure


def _drawn(services: BoardServices, metric: str, **fields: Any) -> SeriesResponse:
    return draw(services, SeriesQuery.model_validate({"service": "supabase", "metric": metric, **fields}))


def test_a_point_has_the_least_the_median_and_the_highest_of_its_step(
    services: BoardServices, measured: Callable[..., None]
) -> None:
    for index, value in enumerate([120, 120, 120, 9_000, 110, 130, 120]):
        measured(timedelta(days=2, minutes=index), float(value))
    found = _drawn(services, "responseTime", range="30d")
    (series,) = found.series
    assert (series.samples, series.low, series.median, series.high) == ((7,), (110,), (120,), (9_000,))
    assert series.p95[0] is not None
    assert 120 < series.p95[0] < 9_000
    assert found.coverage == pytest.approx(7 * 5 / (30 * 1440) * 100, abs=0.1)


def test_ninety_days_come_from_sums_that_outlive_the_rows(
    services: BoardServices, measured: Callable[..., None], direct: psycopg.Connection
) -> None:
    values = [*range(100, 111), 0.000_001, 987.654_321]
    for index, value in enumerate(values):
        measured(timedelta(days=80, minutes=20 * index), averageQueryMs=value)
    measured(timedelta(days=1), averageQueryMs=7)
    direct.execute("DELETE FROM system_health_metrics WHERE created_at < %s", [NOW - timedelta(days=30)])
    found = _drawn(services, "averageQueryMs", range="90d")
    (series,) = found.series
    assert found.step_seconds == 8 * 3600
    assert (sum(series.samples), min(series.low), max(series.high)) == (14, 0.000_001, 987.654_321)  # type: ignore[type-var]
    assert series.median[-1] == 7
    whole = [place for place, samples in enumerate(series.samples[:-1]) if samples == 13]
    assert [series.median[place] for place in whole] == [105]
    (days,) = _drawn(services, "averageQueryMs", range="90d", per="day").series
    assert days.median[-1] == 7


def test_a_gap_is_no_point(services: BoardServices, measured: Callable[..., None]) -> None:
    for minutes in (5, 10, 60):
        measured(timedelta(minutes=minutes), connectionUtilization=50.0)
    (series,) = _drawn(services, "connectionUtilization", range="24h").series
    assert [after - before for before, after in zip(series.t, series.t[1:], strict=False)] == [3_000, 300]
    assert _drawn(services, "connectionUtilization").threshold == 80


def test_parts_come_the_largest_first_and_no_more_than_eight(
    services: BoardServices, measured: Callable[..., None]
) -> None:
    measured(FIVE, connectionsByApplication={f"app-{index}": index for index in range(12)} | {"odd": "text"})
    found = _drawn(services, "usedConnections", group="application", range="24h").series
    assert {series.part for series in found} == {f"app-{index}" for index in range(4, 12)}


def test_figures_that_are_none_spoil_nothing(services: BoardServices, measured: Callable[..., None]) -> None:
    measured(FIVE, averageQueryMs="NaN")
    measured(2 * FIVE, averageQueryMs=1e300)
    measured(3 * FIVE, averageQueryMs=True)
    measured(4 * FIVE, averageQueryMs=7)
    (series,) = _drawn(services, "averageQueryMs", range="24h").series
    assert series.high == (7,)


def test_the_week_before_comes_along_if_it_is_asked_for(services: BoardServices, measured: Callable[..., None]) -> None:
    measured(timedelta(days=8), probeMs=20.0)
    measured(timedelta(days=1), probeMs=30.0)
    found = _drawn(services, "probeMs", compare="week")
    assert [series.median for series in (*found.series, *found.before)] == [(30,), (20,)]


def test_costs_by_day_are_those_of_the_shops_days(services: BoardServices, direct: psycopg.Connection) -> None:
    direct.execute(
        "INSERT INTO fal_ai_usage (endpoint, request_id, status, response_time, cost, created_at) VALUES "
        "('a', '1', 'success', 100, 0.10, '2026-11-20T22:30:00Z'), "
        "('a', '2', 'success', 300, 0.20, '2026-11-20T23:30:00Z'), "
        "('b', '3', 'error', 200, NULL, '2026-11-21T10:00:00Z')"
    )
    asked = {"service": "fal-ai", "per": "day", "range": "30d"}
    (cost,) = draw(services, SeriesQuery.model_validate({"metric": "cost", **asked})).series
    assert cost.median == (0.1, 0.2)
    by_endpoint = draw(
        services, SeriesQuery.model_validate({"metric": "meanTime", "group": "endpoint", **asked})
    ).series
    assert {series.part: series.median for series in by_endpoint} == {"a": (100, 300), "b": (200,)}


def test_what_happened_meanwhile_is_marked_once(services: BoardServices, direct: psycopg.Connection) -> None:
    direct.execute(
        "INSERT INTO monitoring_alerts (id, service, severity, message, timestamp, resolved, resolved_at) VALUES "
        "('a1', 'supabase', 'high', 'Connections', %s, true, %s), ('a2', 'stripe', 'high', 'Other', %s, false, NULL)",
        [NOW - timedelta(hours=5), NOW - timedelta(hours=4), NOW],
    )
    for hours in (3, 1):
        told = DeploymentRequest(
            label="shop 2.4.1" if hours == 3 else "other", id="4711", at=NOW - timedelta(hours=hours)
        )
        kept = deployed(services, told, "ci")
        assert (kept.at, kept.label) == (NOW - timedelta(hours=3), "shop 2.4.1")
    marks = _drawn(services, "probeMs").marks
    assert [(mark.kind, mark.label) for mark in marks] == [("alert", "Connections"), ("deployment", "shop 2.4.1")]
    for away in (timedelta(days=-101), timedelta(hours=1)):
        with pytest.raises(InvalidRequestError, match="last 100 days, and not ahead; now is 2026-11"):
            deployed(services, DeploymentRequest(label="shop 2.4.1", at=NOW + away), "ci")


def test_an_id_of_long_ago_is_that_of_a_new_deployment(services: BoardServices, direct: psycopg.Connection) -> None:
    direct.execute(
        "INSERT INTO monitoring_deployments (id, at, label, told_by) VALUES ('1', %s, 'old', 'ci')",
        [NOW - timedelta(days=101)],
    )
    deployed(services, DeploymentRequest(label="new", id="1"), "ci")
    assert direct.execute("SELECT label FROM monitoring_deployments").fetchall() == [("new",)]


def test_dashboards_are_kept_changed_and_as_they_were_shipped_again(services: BoardServices) -> None:
    assert save(services, "mine", MINE, "Ann").dashboard.updated_by == "Ann"
    save(services, "owner", MINE, "Ann")
    named = {view.name: view.origin for view in show_all(services).dashboards}
    assert (named["mine"], named["owner"], named["service-stripe"]) == ("own", "own", "service")
    assert show(services, "owner").dashboard.panels[0].label == "Cost"
    back = remove(services, "owner").dashboard
    assert back is not None
    assert (back.origin, back.title) == ("shipped", "Owner")
    assert remove(services, "mine").dashboard is None
    with pytest.raises(NotFoundError):
        show(services, "mine")


@pytest.mark.parametrize("name", ["", "A", "a b", "x" * 41, "-a", "../a"])
def test_a_name_that_no_address_could_bear_is_refused(name: str, services: BoardServices) -> None:
    with pytest.raises(InvalidRequestError, match="name"):
        save(services, name, MINE, "Ann")


def test_without_the_database_what_is_shipped_is_there(services: BoardServices) -> None:
    away = Database(lambda: "postgresql://monitor:x@127.0.0.1:1/shop", budget=1.0)
    found = show_all(
        BoardServices(
            **{name: getattr(services, name) for name in BoardServices.__slots__} | {"kept": BoardStore(away)}
        )
    )
    assert "owner" in {view.name for view in found.dashboards}
    assert "out of reach" in found.problems[0]

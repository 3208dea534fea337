"""GET and POST /health, well and with the database down."""

import time

import pytest

from tests.e2e.shop import Shop

pytestmark = pytest.mark.e2e


def test_a_checked_database_is_healthy_with_real_numbers(shop: Shop) -> None:
    shop.check("supabase")
    shop.wait_until_quiet()
    answer = shop.request("GET", "/health", "read")
    supabase = next(service for service in answer.json()["services"] if service["service"] == "supabase")
    assert answer.status_code == 200
    assert supabase["status"] == "healthy"
    assert supabase["details"]["maxConnections"] == 100
    assert supabase["details"]["usableConnections"] == 97
    assert 0 < supabase["responseTime"] < 5000


def test_details_are_for_holders_of_a_token(shop: Shop) -> None:
    shop.check("supabase")
    shop.wait_until_quiet()
    services = shop.request("GET", "/health").json()["services"]
    assert all(service["details"] == {} for service in services)


def test_a_service_that_was_never_checked_is_unknown(shop: Shop) -> None:
    answer = shop.request("GET", "/health").json()
    assert {service["status"] for service in answer["services"]} == {"unknown"}
    assert answer["status"] == "warning"


def test_a_manual_check_runs_now(shop: Shop) -> None:
    answer = shop.request("POST", "/health", "admin", json={"service": "supabase"})
    assert answer.status_code == 200
    assert answer.json()["status"] == "success"
    assert [service["service"] for service in answer.json()["services"]] == ["supabase"]


def test_a_manual_check_of_an_unknown_service_names_the_known_ones(shop: Shop) -> None:
    answer = shop.request("POST", "/health", "admin", json={"service": "oracle"})
    assert answer.status_code == 400
    assert answer.json()["error"] == "Invalid service name"
    assert "supabase" in answer.json()["allowed"]


def test_a_stopped_database_is_down_within_three_seconds(shop: Shop) -> None:
    shop.request("GET", "/health", "read")
    with shop.database_stopped():
        started = time.monotonic()
        answer = shop.request("GET", "/health", "read")
        took = time.monotonic() - started
    assert answer.status_code == 503
    assert next(s["status"] for s in answer.json()["services"] if s["service"] == "supabase") == "down"
    assert took < 3


def test_a_hanging_database_is_down_within_three_seconds(shop: Shop) -> None:
    shop.request("GET", "/health", "read")
    shop.postgres.pause()
    started = time.monotonic()
    answer = shop.request("GET", "/health", "read")
    took = time.monotonic() - started
    assert answer.status_code == 503
    assert next(s["status"] for s in answer.json()["services"] if s["service"] == "supabase") == "down"
    assert took < 3


def test_metrics_of_an_outage_are_kept(shop: Shop) -> None:
    with shop.database_stopped():
        shop.check("supabase", times=2)
    downs = "SELECT count(*) FROM system_health_metrics WHERE service = 'supabase' AND status = 'down'"
    shop.wait_for_rows(downs, [(2,)])

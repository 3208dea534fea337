"""GET /dashboard through the deployed stack, with the database and without."""

import time

import httpx

from tests.e2e.shop import Shop

LIMIT_SECONDS = 3


def _seconds(shop: Shop) -> tuple[float, httpx.Response]:
    started = time.monotonic()
    answer = shop.request("GET", "/dashboard", "read")
    return time.monotonic() - started, answer


def test_what_was_checked_is_on_the_dashboard(shop: Shop) -> None:
    shop.check("supabase")
    shop.wait_until_quiet()
    answer = shop.request("GET", "/dashboard", "read", params={"range": "7d"}).json()
    assert (answer["range"], answer["stale"]) == ("7d", False)
    assert answer["services"]["supabase"]["status"] == "healthy"
    assert [point["status"] for point in answer["history"]["supabase"]] == ["healthy"]
    assert answer["costs"]["month"] == 0
    assert answer["summary"]["uptime"] == "100.0"


def test_without_the_database_it_answers_in_time_with_what_is_known(shop: Shop) -> None:
    shop.check("supabase")
    _seconds(shop)  # a cold start is not what is measured here
    with shop.database_stopped():
        shop.check("supabase", times=2)
        took, answer = min((_seconds(shop) for _ in range(3)), key=lambda pair: pair[0])
    body = answer.json()
    assert answer.status_code == httpx.codes.OK
    assert took < LIMIT_SECONDS
    assert (body["stale"], body["status"]) == (True, "critical")
    assert body["services"]["supabase"]["status"] == "down"
    assert [alert["rule"] for alert in body["alerts"]["recent"]] == ["unreachable"]
    assert body["staleSince"] == body["alerts"]["recent"][0]["timestamp"]
    assert (body["costs"], body["history"]["supabase"]) == (None, [])


def test_pages_and_descriptions_are_open_and_figures_are_not(shop: Shop) -> None:
    root = shop.stack.api_url
    for path in ("/dashboard", "/status", "/status/badge/supabase.svg", "/api/monitoring/openapi.json"):
        answer = httpx.get(f"{root}{path}", timeout=40)
        assert answer.status_code == httpx.codes.OK, path
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert shop.request("GET", "/metrics").status_code == httpx.codes.UNAUTHORIZED
    assert shop.request("GET", "/metrics", "track").status_code == httpx.codes.FORBIDDEN
    assert "pawpop_service_status" in shop.request("GET", "/metrics", "read").text


def test_a_range_that_does_not_exist_is_explained(shop: Shop) -> None:
    answer = shop.request("GET", "/dashboard", "read", params={"range": "1y"})
    assert answer.status_code == httpx.codes.BAD_REQUEST
    assert "'24h', '7d' or '30d'" in answer.json()["error"]

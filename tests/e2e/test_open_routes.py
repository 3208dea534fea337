"""Routes without a token: HEAD, and what a flood costs the database."""

import pytest

from tests.e2e.shop import Shop

pytestmark = pytest.mark.e2e


def test_uptime_services_may_ask_with_head(shop: Shop) -> None:
    shop.check("supabase")
    answer = shop.request("HEAD", "/health")
    assert answer.status_code == shop.request("GET", "/health").status_code
    assert answer.content == b""


def test_a_flood_without_a_token_opens_few_sessions(shop: Shop) -> None:
    before = _sessions(shop)
    answers = {shop.request("GET", "/health").status_code for _ in range(30)}
    assert answers == {200}
    # Others come and go as well: checks, the recorder.
    assert _sessions(shop) - before < 20


def _sessions(shop: Shop) -> int:
    ((count,),) = shop.query("SELECT sessions FROM pg_stat_database WHERE datname = current_database()")
    return int(count)

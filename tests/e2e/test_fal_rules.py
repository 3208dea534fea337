"""Every rule of the fal.ai check fires and recovers through the deployed stack, each with its one mail."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.e2e.business_hours import NEEDS_BUSINESS_HOURS
from tests.e2e.shop import Shop
from tests.e2e.trouble import Trouble, prove, refused

pytestmark = pytest.mark.e2e

FIRST_OF_THE_MONTH = datetime.now(UTC).day == 1
SUCCESSES_TO_RECOVER = 200
BILLED_USD = 5.0


def calls(name: str, count: int, **fields: Any) -> list[dict[str, Any]]:
    """Reports of calls of fal.ai."""
    call = {"endpoint": "fal-ai/flux/dev", "status": "success", "responseTime": 2300, "cost": 0.01}
    return [call | fields | {"requestId": f"{name}-{number}"} for number in range(count)]


def fail_often(shop: Shop) -> None:
    """Every third of the calls."""
    error = {"status": "error", "errorMessage": "500 Internal Server Error"}
    good, bad = calls("good", 20), calls("bad", 10, **error)
    shop.track("fal-ai", [call for three in zip(good[::2], bad, good[1::2], strict=True) for call in three])


def succeed_often(shop: Shop) -> None:
    """Until the failures of before are less than 5 %."""
    for batch in range(SUCCESSES_TO_RECOVER // 100):
        shop.track("fal-ai", calls(f"mended-{batch}", 100))


def spend_this_month(shop: Shop) -> None:
    """$1,500 on its first day."""
    shop.query(
        "INSERT INTO fal_ai_usage (endpoint, request_id, status, response_time, cost, created_at)"
        " SELECT 'fal-ai/flux/dev', 'month-' || number, 'success', 2300, 15,"
        " date_trunc('month', now(), 'UTC') FROM generate_series(1, 100) AS number"
    )


def bill(shop: Shop) -> None:
    """Money for calls that nobody tracked; the probe's question is answered as well."""
    bucket = {"results": [{"cost": BILLED_USD, "currency": "USD"}]}
    credit = {"current_balance": 95.0, "currency": "USD"}
    shop.fail_next("fal", body={"prices": [], "credits": credit, "time_series": [bucket], "has_more": False})


UNREACHABLE = [
    Trouble(
        check="fal_ai",
        fingerprint="fal-ai:unreachable",
        severity="critical",
        message=message,
        make_fire=refused("fal", status),
        make_recover=Shop.mend_providers,
    )
    for status, message in (
        (500, "fal.ai unreachable: has an error of its own (500)"),
        (401, "fal.ai unreachable: rejects the key (401)"),
    )
]
DAILY_COST = Trouble(
    check="fal_ai",
    fingerprint="fal-ai:daily_cost",
    severity="high",
    message="Daily cost limit exceeded",
    make_fire=lambda shop: shop.track("fal-ai", calls("dear", 100, cost=0.6)),
    make_recover=lambda shop: shop.query("UPDATE fal_ai_usage SET created_at = created_at - interval '2 days'"),
)
MONTHLY_COST = Trouble(
    check="fal_ai",
    fingerprint="fal-ai:monthly_cost",
    severity="critical",
    message="Monthly cost limit exceeded",
    make_fire=spend_this_month,
    make_recover=lambda shop: shop.query("UPDATE fal_ai_usage SET created_at = created_at - interval '1 month'"),
)
RATE_LIMIT = Trouble(
    check="fal_ai",
    fingerprint="fal-ai:rate_limit",
    severity="medium",
    message="Rate limit nearly used up",
    make_fire=lambda shop: shop.track("fal-ai", calls("few", 1, rateLimitRemaining=3)),
    make_recover=lambda shop: shop.track("fal-ai", calls("plenty", 1, rateLimitRemaining=500)),
)
ERROR_RATE = Trouble(
    check="fal_ai",
    fingerprint="fal-ai:error_rate",
    severity="high",
    message="High error rate detected",
    make_fire=fail_often,
    make_recover=succeed_often,
)
COST_GAP = Trouble(
    check="fal_ai",
    fingerprint="fal-ai:cost_gap",
    severity="low",
    message="More is billed than tracked",
    make_fire=bill,
    make_recover=Shop.mend_providers,
)


@pytest.mark.parametrize("trouble", [*UNREACHABLE, DAILY_COST, RATE_LIMIT, ERROR_RATE], ids=str)
def test_the_rule_fires_and_recovers(shop: Shop, trouble: Trouble) -> None:
    prove(shop, trouble)


@pytest.mark.skipif(FIRST_OF_THE_MONTH, reason="on the first of a month, its cost is the day's cost as well")
def test_the_monthly_cost_fires_and_recovers(shop: Shop) -> None:
    prove(shop, MONTHLY_COST)


@NEEDS_BUSINESS_HOURS
def test_with_an_admin_key_a_gap_in_the_books_fires_and_recovers(shop: Shop) -> None:
    anew = {"LOOKS_FOR_KEYS": "anew"}
    with shop.cloud.secret("fal/admin", "pawpop-local:admin"), shop.cloud.reconfigured("check_fal_ai", **anew):
        prove(shop, COST_GAP)

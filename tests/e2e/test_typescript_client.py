"""What the shop's TypeScript reports becomes rows of the deployed stack."""

from pathlib import Path

import pytest

from tests.e2e.shop import Shop
from tests.e2e.waiting import eventually
from tests.typescript_client import compile_client, report

pytestmark = pytest.mark.e2e

USAGE = "SELECT endpoint, request_id, status, response_time, cost::text, rate_limit_remaining FROM fal_ai_usage"
EVENTS = """SELECT count(DISTINCT event_id), min(event_type), max(status), max(processing_time), min(error_message)
  FROM stripe_webhook_events"""


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return compile_client(tmp_path_factory.mktemp("client"))


@pytest.fixture
def warm_shop(shop: Shop) -> Shop:
    """The shop, with functions that have answered before: on a busy machine a first start outlasts the client."""
    for route in ("fal-ai", "stripe"):
        assert shop.request("POST", f"/track/{route}", "track", json={}).status_code == 400
    return shop


def test_what_is_reported_twice_becomes_rows_once(compiled: Path, warm_shop: Shop) -> None:
    complaints = [report(compiled, warm_shop.stack.api_url, warm_shop.stack.tokens.track).stderr for _ in range(2)]

    expected = [(150, "invoice.paid", "failed", 3.0, "boom")]
    what = f"150 failed events; the client said {complaints}"
    eventually(lambda: warm_shop.query(EVENTS), what, lambda rows: rows == expected)
    warm_shop.wait_until_quiet()
    assert warm_shop.query(USAGE) == [("fal-ai/flux", "r-1", "success", 12.5, "0.04", 7)]
    assert warm_shop.query("SELECT count(*) FROM stripe_webhook_events") == [(150,)]

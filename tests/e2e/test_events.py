"""Every event under events/ is one that its deployed function takes."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from local_stack.example_event import filled_in
from tests.e2e.shop import Shop

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parents[2]
EVENTS = sorted((ROOT / "events").glob("*/*.json"))
SERVER_ERROR = 500
IF_CONFIGURED = {"metrics_exporter"}


def test_every_function_has_an_event() -> None:
    functions = {path.parent.name for path in (ROOT / "functions").glob("*/app.py")}
    assert functions == {path.parent.name for path in EVENTS}


@pytest.mark.parametrize("path", EVENTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_function_takes_its_event(standing: Shop, path: Path) -> None:
    if path.parent.name in IF_CONFIGURED - standing.stack.functions.keys():
        pytest.skip("deployed only with MetricsTo, which the local stack leaves out")
    # What a function answers to its event may not depend on what was before, so the shop is as it stands.
    stack = standing.stack
    event = filled_in(
        path.read_text(), read_token=stack.tokens.read, stripe_secret=stack.stripe_webhook_secret, now=datetime.now(UTC)
    )
    answer = standing.cloud.invoke(path.parent.name, event)
    if isinstance(answer, dict) and "statusCode" in answer:
        assert answer["statusCode"] < SERVER_ERROR, answer

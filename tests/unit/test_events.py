"""The examples under events/ are what they say: functions take them, and leave the records that they should."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from functions.track_fal_usage import app as fal
from functions.track_stripe_webhook import app as stripe
from local_stack.example_event import filled_in
from pawpop_monitoring.contracts.records import RECORD_ADAPTER
from tests.factories import NOW
from tests.unit.tracking.deliveries import SECRET, Webhook
from tests.unit.tracking.reporting import route_to

EVENTS = Path(__file__).parents[2] / "events"
FORGED = {"unsigned", "stale"}


def example(function: str, case: str) -> dict[str, Any]:
    text = (EVENTS / function / f"{case}.json").read_text()
    return filled_in(text, read_token="t" * 20, stripe_secret=SECRET, now=NOW)


def cases(function: str) -> list[str]:
    return sorted(path.stem for path in (EVENTS / function).glob("*.json"))


def delivered(case: str) -> Mapping[str, Any]:
    """The record that a delivery leaves."""
    webhook = Webhook()
    assert webhook(example("stripe_webhook", case))[0] == 200
    (record,) = webhook.of_kind("stripe_event")
    RECORD_ADAPTER.validate_python(record)
    return record


@pytest.mark.parametrize("case", sorted(FORGED))
def test_a_delivery_that_is_not_stripes_is_refused(case: str) -> None:
    assert Webhook()(example("stripe_webhook", case))[0] == 400


@pytest.mark.parametrize("case", sorted(set(cases("stripe_webhook")) - FORGED))
def test_a_delivery_of_stripe_is_taken(case: str) -> None:
    assert delivered(case)["delivered"]


def test_deliveries_tell_of_mode_account_time_and_payment() -> None:
    live, test, connected = (delivered(case) for case in ("live_payment", "test_mode", "connected_account"))
    assert (live["livemode"], live["account"], live["paymentOutcome"]) == (True, None, "succeeded")
    assert datetime.fromisoformat(live["occurredAt"]) == datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert test["livemode"] is False
    assert (connected["account"], connected["declineCode"]) == ("acct_example_1", "insufficient_funds")
    yen = delivered("zero_decimal_currency")
    assert (yen["amount"], yen["currency"]) == (4900, "jpy")


def test_events_of_the_second_version_are_taken_whatever_their_type_is_called() -> None:
    event = delivered("v2_event")
    assert (event["eventType"], event["account"]) == ("v2.core.account[requirements].updated", "acct_example_1")
    assert datetime.fromisoformat(event["occurredAt"]) == datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert delivered("thin_payment")["paymentOutcome"] is None


@pytest.mark.parametrize(
    ("case", "kept", "lost"), [("later_word", 3, []), ("told_late", 1, []), ("one_bad_item", 2, [1]), ("batch", 2, [])]
)
def test_reports_of_usage(case: str, kept: int, lost: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    route = route_to(fal, "/api/monitoring/track/fal-ai", monkeypatch)
    status, answer = route.post(example("track_fal_usage", case)["body"])
    assert (status, answer["accepted"], [item["index"] for item in answer["rejected"]]) == (202, kept, lost)
    assert len(route.records) == kept
    if case == "told_late":
        assert route.records[0].called_at == NOW - timedelta(days=1)


@pytest.mark.parametrize("case", cases("track_stripe_webhook"))
def test_reports_of_handled_events(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    route = route_to(stripe, "/api/monitoring/track/stripe", monkeypatch)
    assert route.post(example("track_stripe_webhook", case)["body"])[0] == 202


@pytest.mark.parametrize("case", ["health_metric", "stripe_event", "fal_usage_told_late"])
def test_records_are_read(case: str) -> None:
    for message in example("recorder", case)["Records"]:
        record = RECORD_ADAPTER.validate_json(message["body"])
        assert record.kind == json.loads(message["body"])["kind"]

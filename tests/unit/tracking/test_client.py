"""The client for Python callers: it reports, and whatever happens it leaves its caller alone."""

import logging
import time
from datetime import datetime, timezone
from decimal import Decimal

import pytest

from pawpop_monitoring.tracking.client import flush, track_fal_ai_usage, track_stripe_webhook, tracked_fal_call
from pawpop_monitoring.tracking.client.route import Address
from pawpop_monitoring.tracking.client.shipper import Shipper
from tests.unit.tracking.receiving_api import Api


def test_usage_and_events_are_reported(api: Api) -> None:
    track_fal_ai_usage("fal-ai/flux", "r-1", "error", 12.5, Decimal("0.1"), "boom", 3)
    track_stripe_webhook("evt_1", "invoice.paid", "success", 7)

    assert flush()
    reported = {path: (token, items) for path, token, items in api.received}
    assert reported["/api/monitoring/track/fal-ai"] == (
        "Bearer token",
        [
            {
                "endpoint": "fal-ai/flux",
                "requestId": "r-1",
                "status": "error",
                "responseTime": 12.5,
                "cost": 0.1,
                "errorMessage": "boom",
                "rateLimitRemaining": 3,
            }
        ],
    )
    (event,) = reported["/api/monitoring/track/stripe"][1]
    assert event == {"eventId": "evt_1", "eventType": "invoice.paid", "status": "success", "processingTime": 7}


def test_a_call_is_timed_and_fals_headers_are_read(api: Api) -> None:
    with tracked_fal_call("fal-ai/flux", unit_price=Decimal("0.025")) as call:
        call.read_headers({"X-Fal-Request-Id": "r-2", "x-fal-billable-units": "2", "X-RateLimit-Remaining": "9"})

    assert flush()
    (item,) = api.items()
    assert item.pop("responseTime") >= 0
    assert item == {
        "endpoint": "fal-ai/flux",
        "requestId": "r-2",
        "status": "success",
        "cost": 0.05,
        "rateLimitRemaining": 9,
    }


@pytest.mark.parametrize(
    ("prompt", "hashed"),
    [
        ("a pug", "6875ff53a5d6141121296f30edb5b8688452460c96a3222bd655e26233856dcb"),
        ({"seed": 7, "prompt": "a pug"}, "01bf2329eebd4489bc1872b39781dc8af5470066f2f86763c09e619954d57abd"),
        ({"prompt": "a pug", "seed": 7}, "01bf2329eebd4489bc1872b39781dc8af5470066f2f86763c09e619954d57abd"),
        ({1: 2, "a": 3}, None),
        ("x" * 200_000, None),
        (object(), None),
    ],
)
def test_of_a_prompt_only_a_hash_leaves_the_shop(api: Api, prompt: object, hashed: str | None) -> None:
    with tracked_fal_call("fal-ai/flux", prompt=prompt):
        pass

    assert flush()
    (item,) = api.items()
    assert "prompt" not in item
    assert item.get("promptHash") == hashed


def test_a_call_that_fails_is_reported_and_fails(api: Api) -> None:
    with pytest.raises(ValueError, match="no image"), tracked_fal_call("fal-ai/flux"):
        raise ValueError("no image")

    assert flush()
    (item,) = api.items()
    assert (item["status"], item["errorMessage"]) == ("error", "ValueError: no image")


@pytest.mark.parametrize("units", ["", "NaN", "-1", "many"])
def test_units_that_make_no_sense_give_no_cost(api: Api, units: str) -> None:
    with tracked_fal_call("fal-ai/flux", unit_price=Decimal(1)) as call:
        call.read_headers({"x-fal-billable-units": units})

    assert call.cost is None
    assert flush()


def test_an_error_of_any_length_and_kind_is_told(api: Api) -> None:
    """An error that quotes the image that was sent was refused with its cost, so nobody heard that such calls fail."""
    track_fal_ai_usage("fal-ai/flux", "r-1", "error", 12.5, 0.1, "x" * 400_000)
    track_fal_ai_usage("fal-ai/flux", "r-2", "error", 12.5, None, {"detail": "no"})  # type: ignore[arg-type]

    assert flush()
    long, odd = api.items()
    assert (long["cost"], len(long["errorMessage"])) == (0.1, 2000)
    assert odd["errorMessage"] == "{'detail': 'no'}"


def test_an_api_that_fails_is_tried_again(api: Api) -> None:
    api.statuses = [500, 503]
    shipper = Shipper(Address(api.url, "token"), "stripe", pause_seconds=0.01)

    shipper.add({"eventId": "evt_1"})

    assert shipper.flush(5)
    assert api.items() == [{"eventId": "evt_1"}]


def test_a_hundred_go_at_once(api: Api) -> None:
    shipper = Shipper(Address(api.url, "token"), "stripe")
    for number in range(250):
        shipper.add({"eventId": f"evt_{number}"})

    assert shipper.flush(5)
    assert [item["eventId"] for item in api.items()] == [f"evt_{number}" for number in range(250)]
    assert max(len(items) for _, _, items in api.received) <= 100


def test_an_api_that_is_gone_costs_the_caller_nothing(caplog: pytest.LogCaptureFixture) -> None:
    shipper = Shipper(Address("http://127.0.0.1:9", "token"), "stripe", capacity=5, pause_seconds=0)
    for number in range(50):
        shipper.add({"eventId": f"evt_{number}"})

    assert not shipper.flush(5)
    assert "failed" in caplog.text
    assert caplog.text.count("is lost") == 50


def test_without_an_address_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MONITORING_API_URL", raising=False)

    track_stripe_webhook("evt_1", "invoice.paid", "success", 7)

    assert flush()


@pytest.mark.parametrize("judges_whole", [False, True])
def test_a_report_that_is_wrong_is_named_and_costs_only_itself(
    api: Api, caplog: pytest.LogCaptureFixture, judges_whole: bool
) -> None:
    """Before, all of the batch was dropped after three attempts, and flush() said that all was well."""
    api.judges_whole = judges_whole
    shipper = Shipper(Address(api.url, "token"), "fal-ai", pause_seconds=0.01)
    for number in range(100):
        shipper.add({"requestId": f"r{number}", "cost": -1 if number == 42 else 0.04})

    assert not shipper.flush(5)
    assert [item["requestId"] for item in api.items()] == [f"r{number}" for number in range(100) if number != 42]
    (line,) = [record.getMessage() for record in caplog.records if "is lost" in record.getMessage()]
    assert "'r42'" in line
    assert api.attempts.count(["r42"]) <= 1
    assert shipper.flush(5), "what was lost is told once"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413])
def test_what_is_refused_is_not_tried_again(api: Api, status: int, caplog: pytest.LogCaptureFixture) -> None:
    api.statuses = [status]
    shipper = Shipper(Address(api.url, "token"), "stripe", pause_seconds=0.01)

    shipper.add({"eventId": "evt_1"})

    assert not shipper.flush(5)
    assert api.attempts == [["evt_1"]]
    assert "'evt_1'" in caplog.text


@pytest.mark.parametrize("status", [408, 429, 502])
def test_what_may_pass_is_tried_again(api: Api, status: int) -> None:
    api.statuses = [status]
    shipper = Shipper(Address(api.url, "token"), "stripe", pause_seconds=0.01)

    shipper.add({"eventId": "evt_1"})

    assert shipper.flush(5)
    assert api.items() == [{"eventId": "evt_1"}]


def test_a_batch_that_is_too_large_goes_in_parts(api: Api) -> None:
    api.statuses = [202, 413]
    shipper = Shipper(Address(api.url, "token"), "stripe", pause_seconds=0.01)
    for number in range(30):
        shipper.add({"eventId": f"evt_{number}"})

    assert shipper.flush(5)
    assert {item["eventId"] for item in api.items()} == {f"evt_{number}" for number in range(30)}


def test_what_does_not_fit_into_the_buffer_is_named(caplog: pytest.LogCaptureFixture) -> None:
    shipper = Shipper(Address("http://127.0.0.1:9", "token"), "stripe", capacity=1, pause_seconds=0)
    for number in range(20):
        shipper.add({"eventId": f"evt_{number}"})

    assert not shipper.flush(5)
    assert {f"'evt_{number}'" for number in range(20)} == {
        record.getMessage().split()[2] for record in caplog.records if "is lost" in record.getMessage()
    }


@pytest.mark.parametrize("nonsense", [object(), float("nan"), "\ud83d", {"a": {1, 2}}, b"x"])
def test_nonsense_neither_breaks_the_caller_nor_the_reports_beside_it(api: Api, nonsense: object) -> None:
    track_fal_ai_usage("e", "good-1", "success", 1)
    track_fal_ai_usage("e", "odd", "error", nonsense, nonsense, nonsense, nonsense, at=nonsense)  # type: ignore[arg-type]
    track_fal_ai_usage("e", "good-2", "success", Decimal(3))  # type: ignore[arg-type]

    flush()
    assert {"good-1", "good-2"} <= {item["requestId"] for item in api.items()}


def test_the_time_of_a_call_goes_along(api: Api) -> None:
    track_fal_ai_usage("e", "r", "success", 1, at=datetime(2026, 11, 23, 12, tzinfo=timezone.utc))  # noqa: UP017

    assert flush()
    assert datetime.fromisoformat(api.items()[0]["at"]) == datetime(2026, 11, 23, 12, tzinfo=timezone.utc)  # noqa: UP017


def test_a_price_may_be_a_float(api: Api) -> None:
    for headers in ({"x-fal-request-id": "q1"}, {"x-fal-request-id": "q1", "x-fal-billable-units": "8"}):
        with tracked_fal_call("fal-ai/veo3", unit_price=0.40) as call:
            call.read_headers(headers)

    assert flush()
    assert [(item["requestId"], item.get("cost")) for item in api.items()] == [("q1", None), ("q1", 3.2)]


def test_a_limit_beyond_all_measure_costs_no_time(api: Api) -> None:
    with tracked_fal_call("e") as call:
        call.read_headers({"x-ratelimit-remaining": "1e999999"})

    assert call.rate_limit_remaining == 2**31 - 1
    assert flush()


def test_an_api_that_never_answers_costs_the_caller_no_time(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    shipper = Shipper(Address("http://127.0.0.1:9", "token"), "stripe", pause_seconds=30)
    started = time.monotonic()
    for number in range(1000):
        shipper.add({"eventId": f"evt_{number}"})

    assert not shipper.flush(0.05), "it is still on its way"
    assert time.monotonic() - started < 1

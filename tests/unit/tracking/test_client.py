"""The client for Python callers: it reports, and whatever happens it leaves its caller alone."""

from decimal import Decimal

import pytest

from pawpop_monitoring.tracking.client import flush, track_fal_ai_usage, track_stripe_webhook, tracked_fal_call
from pawpop_monitoring.tracking.client.shipper import Address, Shipper
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

    assert shipper.flush(5)
    assert "failed" in caplog.text


def test_without_an_address_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MONITORING_API_URL", raising=False)

    track_stripe_webhook("evt_1", "invoice.paid", "success", 7)

    assert flush()

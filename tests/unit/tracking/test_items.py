"""POST /track: each item for itself. Each case was refused as a whole, or lost with its neighbours, before."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from functions.track_fal_usage import app as fal
from functions.track_stripe_webhook import app as stripe
from tests.factories import NOW
from tests.unit.tracking.reporting import Route, route_to

type Item = dict[str, Any]


@pytest.fixture
def usage(monkeypatch: pytest.MonkeyPatch) -> Route:
    return route_to(fal, "/api/monitoring/track/fal-ai", monkeypatch)


@pytest.fixture
def events(monkeypatch: pytest.MonkeyPatch) -> Route:
    return route_to(stripe, "/api/monitoring/track/stripe", monkeypatch)


def call(request_id: str = "r", **fields: Any) -> Item:
    return {
        "endpoint": "fal-ai/veo3",
        "requestId": request_id,
        "status": "success",
        "responseTime": 2000,
        **fields,
    }


def event(event_id: str = "evt_1", **fields: Any) -> Item:
    return {"eventId": event_id, "eventType": "invoice.paid", "status": "success", "processingTime": 9, **fields}


def test_one_bad_item_costs_only_itself(usage: Route) -> None:
    good = [call(f"g{number}", cost=0.04) for number in range(99)]

    status, answer = usage.post({"items": [*good, call("bad", cost=-1)]})

    assert (status, answer["accepted"]) == (202, 99)
    assert [item["index"] for item in answer["rejected"]] == [99]
    assert "cost" in answer["rejected"][0]["error"]
    assert [record.request_id for record in usage.records] == [f"g{number}" for number in range(99)]


def test_one_bad_event_costs_only_itself(events: Route) -> None:
    status, answer = events.post({"items": [event("evt_1"), event("evt_2", status="lost"), 7, event("evt_3")]})

    assert (status, [item["index"] for item in answer["rejected"]]) == (202, [1, 2])
    assert [record.event_id for record in events.records] == ["evt_1", "evt_3"]


def test_all_taken_is_said_so(usage: Route) -> None:
    assert usage.post({"items": [call()]}) == (202, {"status": "accepted", "accepted": 1, "rejected": []})
    assert usage.post(call()) == (202, {"status": "accepted", "accepted": 1, "rejected": []})


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (call(cost=-1), "cost: "),
        (call(endpoint="  "), "endpoint: must have a character that can be seen"),
        (call(requestId="\u200b\u00a0"), "requestId: must have a character that can be seen"),
        (call(colour="red"), "Unknown field: colour"),
        ({}, "Missing required fields: endpoint, requestId, status, responseTime"),
        ({"items": []}, "items: "),
        ({"items": "none"}, "items: "),
        ({"items": None}, "items: "),
        ({"items": [call()] * 101}, "items: "),
        ({"items": [call()], "more": 1}, "Unknown field: more"),
        ("[]", "must be a JSON object"),
        ("{", "not valid JSON"),
        ("[" * 100_000, "not valid JSON"),
    ],
)
def test_a_body_with_nothing_to_take_is_refused_with_a_sentence(usage: Route, body: object, sentence: str) -> None:
    status, answer = usage.post(body)

    assert status == 400
    assert sentence in answer["error"]
    assert usage.records == []


def test_a_batch_of_which_nothing_is_right_is_refused_and_says_why_one_by_one(usage: Route) -> None:
    status, answer = usage.post({"items": [call(cost=-1), call(status="done")]})

    assert (status, answer["accepted"], [item["index"] for item in answer["rejected"]]) == (400, 0, [0, 1])
    assert "Item 0: cost" in answer["error"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("3.3333333333333335e-05", "0.000033333333333333"),
        ("1.4429999999999999e-05", "0.00001443"),
        ("1.4e-17", "0.000000000000000014"),
        ("5.666e-05", "0.00005666"),
        ("2.2e-12", "0.0000000000022"),
        ("1.5e-07", "0.00000015"),
        ("1e-300", "0"),
        ("-0.0", "0"),
        ("0", "0"),
        ("3", "3"),
        ("1e2", "100"),
        ("99999.999999999999", "99999.999999999999"),
        ("100000", "100000"),
        ('"0.04"', "0.04"),
    ],
)
def test_any_number_that_money_can_be_is_taken(usage: Route, written: str, kept: str) -> None:
    status, _ = usage.post(f'{{"endpoint":"e","requestId":"r","status":"success","responseTime":1,"cost":{written}}}')

    assert status == 202
    (record,) = usage.records
    assert record.cost == Decimal(kept)


@pytest.mark.parametrize(
    "written",
    [
        "NaN", "Infinity", "-Infinity", "1e400", "1e999999999999999999999", "100000.01", "-1e-10", "-40498.80",
        "true", '"many"', '"1e-5000"', "[1]", "9" * 5000,
    ],
)  # fmt: skip
def test_what_money_can_not_be_costs_only_its_item(usage: Route, written: str) -> None:
    item = f'{{"endpoint":"e","requestId":"r","status":"success","responseTime":1,"cost":{written}}}'
    good = item.replace(written, "1").replace('"r"', '"s"')

    status, answer = usage.post(f'{{"items":[{item},{good}]}}')

    assert (status, [rejected["index"] for rejected in answer["rejected"]]) == (202, [0])
    assert "cost" in answer["rejected"][0]["error"]
    assert [record.request_id for record in usage.records] == ["s"]


@pytest.mark.parametrize(
    ("told", "kept"), [(-3, 0.0), (-1e-9, 0.0), (90_000_000, 86_400_000.0), (10**30, 86_400_000.0)]
)
def test_a_time_that_can_not_be_is_kept_as_the_nearest_that_can_with_a_word(
    usage: Route, events: Route, told: float, kept: float
) -> None:
    status, answer = usage.post({"items": [call("a"), call("b", responseTime=told)]})

    assert (status, answer["accepted"], [item["index"] for item in answer["adjusted"]]) == (202, 2, [1])
    assert answer["adjusted"][0]["note"].startswith("responseTime: ")
    assert usage.records[1].response_time == kept
    assert events.post(event(processingTime=told))[0] == 202
    assert events.records[0].processing_time == kept


@pytest.mark.parametrize("told", ["2500", None, True, "NaN"])
def test_a_time_that_is_no_number_is_refused(usage: Route, told: object) -> None:
    assert usage.post(call(responseTime=told))[0] == 400


@pytest.mark.parametrize("told", ["many", "", True, [5]])
def test_a_limit_that_is_no_number_is_refused(usage: Route, told: object) -> None:
    assert usage.post(call(rateLimitRemaining=told))[0] == 400


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (-1, None),
        (2**40, 2**31 - 1),
        (3.0, 3),
        (10**50, 2**31 - 1),
        (1e30, 2**31 - 1),
        (-1e30, None),
        (-(10**50), None),
        (3.5, 3),
        ("5", 5),
        ("1e99", 2**31 - 1),
        ("-1", None),
    ],
)
def test_a_limit_that_can_not_be_does_not_cost_the_item(usage: Route, told: float | str, kept: int | None) -> None:
    assert usage.post(call(rateLimitRemaining=told, cost=1))[0] == 202
    assert (usage.records[0].rate_limit_remaining, usage.records[0].cost) == (kept, 1)


def test_a_hash_is_kept_and_a_prompt_in_its_place_is_neither_kept_nor_quoted(usage: Route) -> None:
    prompt = "My dog Waldo as Napoleon"
    status, answer = usage.post({"items": [call("a", promptHash="AB" * 32), call("b", promptHash=prompt)]})

    assert (status, answer["accepted"], [item["index"] for item in answer["adjusted"]]) == (202, 2, [1])
    assert [record.prompt_hash for record in usage.records] == ["ab" * 32, None]
    assert "Waldo" not in str(answer)


def test_half_an_emoji_is_no_reason_to_refuse(usage: Route) -> None:
    body = (
        '{"items":[{"endpoint":"e","requestId":"1","status":"error","responseTime":1,"errorMessage":"x \\ud83d"},'
        '{"endpoint":"e \\uffff","requestId":"\\udc00","status":"success","responseTime":1},'
        '{"endpoint":"e","requestId":"3","status":"error","responseTime":1,"errorMessage":"\\ud83d\\ude00 \\uffff"}]}'
    )

    status, answer = usage.post(body)

    assert (status, answer["accepted"], answer["rejected"]) == (202, 3, [])
    texts = [(record.endpoint, record.request_id, record.error_message) for record in usage.records]
    assert texts == [("e", "1", "x \ufffd"), ("e \ufffd", "\ufffd", None), ("e", "3", "\U0001f600 \ufffd")]


@pytest.mark.parametrize("name", ["", "a\x00b", "two\nlines", "x" * 256, 7])
def test_a_name_that_is_none_is_refused(usage: Route, name: object) -> None:
    assert usage.post(call(name))[0] == 400  # type: ignore[arg-type]


def test_a_field_with_half_an_emoji_in_its_name_is_refused_with_a_sentence(usage: Route) -> None:
    body = '{"endpoint":"e","requestId":"1","status":"error","responseTime":1,"\\ud83d":1}'

    assert usage.post(body)[0] == 400


@pytest.mark.parametrize(
    ("at", "kept"),
    [
        (NOW.isoformat(), NOW),
        ((NOW - timedelta(days=35)).isoformat(), NOW - timedelta(days=35)),
        ("2026-11-22T23:30:00+05:30", NOW.replace(day=22, hour=18)),
        ((NOW + timedelta(minutes=5)).isoformat(), NOW),
    ],
)
def test_the_time_of_a_call_may_be_told(usage: Route, at: str, kept: object) -> None:
    assert usage.post(call(at=at))[0] == 202
    assert usage.records[0].called_at == kept


@pytest.mark.parametrize(
    "at",
    [
        (NOW + timedelta(minutes=5, seconds=1)).isoformat(),
        (NOW - timedelta(days=35, seconds=1)).isoformat(),
        "2026-11-22T12:00:00",
        "yesterday",
        1790000000,
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
    ],
)
def test_a_time_that_can_not_be_meant_costs_only_its_item(usage: Route, at: object) -> None:
    status, answer = usage.post({"items": [call("a", at=at), call("b")]})

    assert (status, [item["index"] for item in answer["rejected"]]) == (202, [0])
    assert "at: " in answer["rejected"][0]["error"]

"""fal.ai's platform API over real HTTP: what is right, and every way to go wrong, as a sentence."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from local_stack import ports
from pawpop_monitoring.checks.fal_ai import platform_api
from pawpop_monitoring.checks.fal_ai.platform_api import FalKeys, FalPlatformApi
from pawpop_monitoring.domain.period import day_of
from pawpop_monitoring.domain.readings.fal_ai import Answered, NotConfigured, UnitPrice, Unreachable, Unread
from tests.factories import NOW
from tests.integration.checks.fal_ai.conftest import PutFault

TODAY = day_of(NOW, ZoneInfo("UTC"))
LINE = {"endpoint_id": "fal-ai/flux-pro", "cost_total": 12.30, "cost": 15.0, "currency": "USD"}
HALF = {"body": '{"prices": [', "headers": {"Content-Length": "500", "Connection": "close"}}
LOCKED = {"error": {"type": "authorization_error", "message": "User is locked. Reason: Exhausted balance."}}


def _bill(*lines: dict[str, Any] | None, **page: Any) -> dict[str, Any]:
    return {"body": {"time_series": [{"bucket": "2026-11-23", "results": list(lines)}], **page}}


def test_a_key_that_is_taken_is_timed(api: FalPlatformApi) -> None:
    ticks = iter([5.0, 5.125])
    assert replace(api, timer=lambda: next(ticks)).probe() == Answered(125.0)


def test_prices_are_read_of_several_models_and_none_where_fal_ai_is_away(
    api: FalPlatformApi, put_fault: PutFault
) -> None:
    names = ("fal-ai/flux-pro", "fal-ai/flux/schnell")
    assert api.prices(names) == {names[0]: UnitPrice(0.05, "image"), names[1]: UnitPrice(0.003, "image")}
    for fault in ({"status": 404}, {"body": {"prices": [{"unit_price": None}]}}, {"body": {"prices": 7}}):
        put_fault(**fault)
        assert api.prices(names) == {}
    assert replace(api, keys=FalKeys).prices(names) == {}


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ({"status": 401}, "rejects the key (401)"),
        ({"status": 402}, "credit is used up"),
        ({"status": 403, "body": LOCKED}, 'It says: "User is locked. Reason: Exhausted balance."'),
        ({"status": 500}, "an error of its own (500)"),
        ({"status": 503, "body": "<html>Bad gateway</html>"}, "an error of its own (503)"),
        ({"drop": True}, "broke off"),
        (HALF, "broke off"),
        ({"body": '{"prices": ['}, "not complete JSON"),
        ({"body": "[]"}, "not complete JSON"),
        ({"body": "<html>Sign in to the network</html>"}, "a web page instead of JSON"),
    ],
)
def test_what_makes_fal_ai_useless(
    api: FalPlatformApi, put_fault: PutFault, fault: dict[str, Any], reason: str
) -> None:
    put_fault(**fault)
    probe = api.probe()
    assert isinstance(probe, Unreachable)
    assert reason in probe.reason


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ({"status": 429}, "limits how often it may be asked (429)."),
        ({"status": 429, "headers": {"Retry-After": "30"}}, "asks to wait 30 s"),
        ({"status": 429, "headers": {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}}, "(429)."),
        ({"status": 404}, "check FAL_BASE_URL and FAL_PROBE_ENDPOINT_ID"),
        ({"status": 302, "headers": {"Location": "https://example.com/"}}, "(302)"),
        ({"body": {"cost": 1}}, "lacks `prices`"),
    ],
)
def test_what_says_neither_yes_nor_no(
    api: FalPlatformApi, put_fault: PutFault, fault: dict[str, Any], reason: str
) -> None:
    put_fault(**fault)
    probe = api.probe()
    assert isinstance(probe, Unread)
    assert reason in probe.reason


def test_an_answer_that_comes_too_late(
    api: FalPlatformApi, put_fault: PutFault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platform_api, "_SECONDS", 0.2)
    monkeypatch.setattr(platform_api, "_PROBE_SECONDS", 0.2)
    put_fault(latency_ms=600)
    assert api.probe() == Unreachable("fal.ai did not answer in time.")


def test_nobody_listens(api: FalPlatformApi) -> None:
    nobody = replace(api, base_url=f"http://{ports.LOOPBACK}:{ports.any_free()}/v1")
    assert nobody.probe() == Unreachable("fal.ai refuses connections.")
    assert nobody.balance() == Unread("fal.ai refuses connections.")


@pytest.mark.parametrize(
    ("url", "key"), [("ftp://fal", "id:secret"), ("nonsense", "id:secret"), ("", "id:secret"), (None, "id\n:ü")]
)
def test_what_cannot_be_sent_is_the_configurations_fault(api: FalPlatformApi, url: str | None, key: str) -> None:
    wrong = replace(api, base_url=api.base_url if url is None else url, keys=lambda: FalKeys(key))
    probe = wrong.probe()
    assert isinstance(probe, Unread)
    assert "FAL_BASE_URL or the key" in probe.reason


def test_without_keys_nothing_is_asked(api: FalPlatformApi, put_fault: PutFault) -> None:
    put_fault(status=500)
    nobody = replace(api, keys=FalKeys)
    answers = (nobody.probe(), nobody.balance(), nobody.billed(TODAY, "UTC"))
    assert all(isinstance(answer, NotConfigured) for answer in answers)


def test_an_admin_key_alone_is_probed_too(api: FalPlatformApi) -> None:
    assert isinstance(replace(api, keys=lambda: FalKeys(admin="id:admin")).probe(), Answered)


def test_the_balance_is_read_to_the_cent(api: FalPlatformApi, put_fault: PutFault) -> None:
    assert api.balance() == Decimal("100.0")
    put_fault(body={"credits": {"current_balance": -0.1, "currency": "USD"}})
    assert api.balance() == Decimal("-0.1")


def test_the_bill_is_added_up_over_its_pages(api: FalPlatformApi, put_fault: PutFault) -> None:
    assert api.billed(TODAY, "UTC") == 0
    put_fault(**_bill(LINE, LINE | {"cost_total": 0.1}))
    assert api.billed(TODAY, "UTC") == Decimal("12.4")
    put_fault(**_bill(LINE, LINE | {"cost_total": -5}))  # a credit note; it made the whole bill unknown before
    assert api.billed(TODAY, "UTC") == Decimal("7.3")
    put_fault(**_bill(LINE | {"cost_total": None, "currency": None}, LINE | {"cost_total": "0.1", "currency": "usd"}))
    assert api.billed(TODAY, "UTC") == Decimal("15.1")
    put_fault(**_bill(LINE, None))
    assert api.billed(TODAY, "UTC") == Unread("fal.ai's bill has a line that is none.")
    put_fault(**_bill(LINE, has_more=True, next_cursor="next"))
    assert isinstance(api.billed(TODAY, "UTC"), Unread)
    put_fault(**_bill(LINE, has_more=True, next_cursor=None))  # passed for the whole bill before
    assert isinstance(api.billed(TODAY, "UTC"), Unread)


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 403},
        {"status": 429},
        {"body": {}},
        {"body": {"credits": None, "time_series": None}},
        {"body": {"credits": {"current_balance": "a lot"}, "time_series": [{"results": [{"cost_total": "NaN"}]}]}},
        {"body": {"credits": {}, "time_series": [{"results": [{"cost_total": "-Infinity"}]}]}},
        {
            "body": {
                "credits": {"current_balance": 5, "currency": "EUR"},
                "time_series": [{"results": [LINE | {"currency": "EUR"}]}],
            }
        },
    ],
)
def test_an_amount_that_cannot_be_understood_is_unread(
    api: FalPlatformApi, put_fault: PutFault, fault: dict[str, Any]
) -> None:
    put_fault(**fault)
    assert isinstance(api.balance(), Unread)
    assert isinstance(api.billed(TODAY, "UTC"), Unread)


def test_no_sentence_names_the_key_or_the_host(api: FalPlatformApi, put_fault: PutFault) -> None:
    for fault in ({"status": 401}, {"status": 404}, {"drop": True}):
        put_fault(**fault)
        assert not any(word in str(api.probe()) for word in ("secret", ports.LOOPBACK))

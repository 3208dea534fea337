"""Faults over real connections: what a caller meets, and what was done all the same."""

import threading
from typing import Any

import httpx
import pytest

from tests.unit.local_stack.test_sandbox_resend import MAIL, outbox, send


def inject(client: httpx.Client, provider: str = "resend", **fault: Any) -> None:
    assert client.put(f"/_faults/{provider}", json=fault).status_code == 200


def test_the_next_calls_fail_in_the_providers_own_words_and_then_it_works_again(resend: httpx.Client) -> None:
    inject(resend, status=429, remaining=2, headers={"Retry-After": "7"})
    answers = [send(resend) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [429, 429, 200]
    assert answers[0].json()["name"] == "rate_limit_exceeded"
    assert answers[0].headers["retry-after"] == "7"
    assert len(outbox(resend)) == 1


def test_a_malformed_body_goes_out_as_it_is(resend: httpx.Client) -> None:
    inject(resend, status=502, body="<html>Bad gateway")
    assert send(resend).text == "<html>Bad gateway"


def test_an_answer_can_be_unreadable_although_the_mail_was_accepted(resend: httpx.Client) -> None:
    inject(resend, body="not json")
    answer = send(resend)
    assert (answer.status_code, answer.text) == (200, "not json")
    assert len(outbox(resend)) == 1


def test_drop_closes_the_connection_and_keeps_nothing(resend: httpx.Client) -> None:
    inject(resend, drop=True, remaining=1)
    with pytest.raises(httpx.RemoteProtocolError):
        send(resend)
    assert outbox(resend) == []


def test_a_slow_call_is_accepted_although_its_caller_gave_up(resend: httpx.Client) -> None:
    inject(resend, latency_ms=300, remaining=1)
    with pytest.raises(httpx.ReadTimeout):
        resend.post("/resend/emails", json=MAIL, headers={"Idempotency-Key": "key-1"}, timeout=0.05)
    assert send(resend, headers={"Idempotency-Key": "key-1"}).json()["name"] == "concurrent_idempotent_requests"
    _until(lambda: len(outbox(resend)) == 1)
    assert send(resend, headers={"Idempotency-Key": "key-1"}).json() == {"id": outbox(resend)[0]["id"]}


def test_a_slow_call_delays_nobody_else(resend: httpx.Client) -> None:
    inject(resend, latency_ms=1_000, remaining=1)
    slow = threading.Thread(target=lambda: httpx.post(f"{resend.base_url}/resend/emails", timeout=3))
    slow.start()
    try:
        answer = resend.get("/fal/v1/models/pricing", timeout=0.5)
    finally:
        slow.join()
    assert answer.status_code == 401


def test_the_outbox_works_while_resend_is_down(resend: httpx.Client) -> None:
    inject(resend, status=500)
    assert outbox(resend) == []


def test_a_malformed_fault_is_explained_and_changes_nothing(resend: httpx.Client) -> None:
    answer = resend.put("/_faults/resend", content=b'{"status": "bad"}')
    assert (answer.status_code, answer.json()) == (400, {"error": "status must be a whole number from 100 to 599."})
    assert resend.get("/_faults").json() == {}


def test_faults_are_shown_and_cleared(resend: httpx.Client) -> None:
    inject(resend, "fal", status=503)
    assert resend.get("/_faults/fal").json()["status"] == 503
    resend.delete("/_faults/fal")
    assert resend.get("/_faults").json() == {}


def test_an_unknown_provider_is_named(resend: httpx.Client) -> None:
    answer = resend.put("/_faults/paypal", json={})
    assert answer.status_code == 404
    assert "paypal" in answer.json()["error"]


def _until(condition: Any) -> None:
    for _ in range(100):
        if condition():
            return
        threading.Event().wait(0.02)
    pytest.fail("it did not happen within 2 s")

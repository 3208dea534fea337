"""The sandbox's Resend refuses what Resend refuses, and accepts each idempotency key once."""

from typing import Any

import httpx
import pytest

MAIL: dict[str, Any] = {
    "from": "PawPop <monitoring@example.com>",
    "to": ["a@example.com", "B <b@example.com>"],
    "subject": "[HIGH] supabase Alert: <b>slow</b>",
    "html": "<p>slow & sad</p><script>alert(1)</script>",
    "text": "slow",
    "headers": {"X-Entity-Ref-ID": "1"},
}


def send(client: httpx.Client, mail: dict[str, Any] = MAIL, *, headers: dict[str, str] | None = None) -> httpx.Response:
    return client.post("/resend/emails", json=mail, headers=headers)


def outbox(client: httpx.Client) -> list[dict[str, Any]]:
    mails: list[dict[str, Any]] = client.get("/resend/outbox").json()
    return mails


def test_an_accepted_mail_is_in_the_outbox_with_every_field(resend: httpx.Client) -> None:
    answer = send(resend, headers={"Idempotency-Key": "key-1"})
    assert answer.status_code == 200
    [mail] = outbox(resend)
    assert mail.pop("received_at").endswith("+00:00")
    assert mail == MAIL | {"id": answer.json()["id"], "idempotency_key": "key-1"}


def test_a_single_recipient_may_be_a_string_and_is_listed(resend: httpx.Client) -> None:
    send(resend, MAIL | {"to": "a@example.com"})
    assert outbox(resend)[0]["to"] == ["a@example.com"]


def test_the_outbox_is_oldest_first_and_delete_empties_it(resend: httpx.Client) -> None:
    for subject in ("one", "two"):
        send(resend, MAIL | {"subject": subject})
    assert [mail["subject"] for mail in outbox(resend)] == ["one", "two"]
    assert resend.delete("/resend/outbox").status_code == 204
    assert outbox(resend) == []


def test_the_same_key_and_payload_answers_the_same_without_sending_again(resend: httpx.Client) -> None:
    first, second = (send(resend, headers={"Idempotency-Key": "key-1"}) for _ in range(2))
    assert first.json() == second.json()
    assert len(outbox(resend)) == 1


def test_the_same_key_with_another_payload_is_a_conflict(resend: httpx.Client) -> None:
    send(resend, headers={"Idempotency-Key": "key-1"})
    answer = send(resend, MAIL | {"subject": "other"}, headers={"Idempotency-Key": "key-1"})
    assert (answer.status_code, answer.json()["name"]) == (409, "invalid_idempotent_request")


def test_a_mail_can_be_asked_after(resend: httpx.Client) -> None:
    mail_id = send(resend).json()["id"]
    assert resend.get(f"/resend/emails/{mail_id}").json()["last_event"] == "delivered"
    assert resend.put("/resend/mailboxes/B@example.com", json={"state": "suppressed"}).status_code == 200
    told = resend.get(f"/resend/emails/{mail_id}").json()
    assert (told["to"], told["last_event"]) == (MAIL["to"], "suppressed")
    assert resend.get("/resend/mailboxes").json() == {"b@example.com": "suppressed"}
    assert resend.delete("/resend/mailboxes/b@example.com").status_code == 204
    assert resend.get(f"/resend/emails/{mail_id}").json()["last_event"] == "delivered"


def test_only_what_resend_tells_can_become_of_mails(resend: httpx.Client) -> None:
    bodies: tuple[object, ...] = ({"state": "lost"}, {}, [], "x")
    for body in bodies:
        assert resend.put("/resend/mailboxes/b@example.com", json=body).status_code == 400
    assert resend.post("/resend/mailboxes/b@example.com").status_code == 405
    assert resend.put("/resend/mailboxes/", json={"state": "bounced"}).status_code == 405


def test_a_key_that_may_only_send_is_told_nothing(resend: httpx.Client) -> None:
    mail_id = send(resend).json()["id"]
    restricted = resend.get(f"/resend/emails/{mail_id}", headers={"Authorization": "Bearer re_sending_1"})
    assert (restricted.status_code, restricted.json()["name"]) == (401, "restricted_api_key")
    assert resend.get("/resend/emails/unknown").status_code == 404


@pytest.mark.parametrize("key", ["", "x" * 257])
def test_a_key_of_the_wrong_length_is_refused(resend: httpx.Client, key: str) -> None:
    answer = send(resend, headers={"Idempotency-Key": key})
    assert (answer.status_code, answer.json()["name"]) == (400, "invalid_idempotency_key")


@pytest.mark.parametrize(
    ("headers", "status", "name"),
    [
        ({"Authorization": ""}, 401, "missing_api_key"),
        ({"Authorization": "Basic abc"}, 401, "missing_api_key"),
        ({"Authorization": "Bearer sk_live"}, 403, "invalid_api_key"),
        ({"User-Agent": ""}, 403, "validation_error"),
    ],
)
def test_a_caller_without_key_or_user_agent_is_refused(
    resend: httpx.Client, headers: dict[str, str], status: int, name: str
) -> None:
    answer = send(resend, headers=headers)
    assert (answer.status_code, answer.json()["name"]) == (status, name)
    assert answer.json()["statusCode"] == status


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"to": []}, "missing_required_field"),
        ({"subject": ""}, "missing_required_field"),
        ({"html": None, "text": None}, "missing_required_field"),
        ({"from": "nobody"}, "invalid_from_address"),
        ({"to": ["a@example.com", "nobody"]}, "validation_error"),
        ({"to": ["a@example.com"] * 51}, "validation_error"),
    ],
)
def test_an_incomplete_mail_is_refused_and_not_kept(resend: httpx.Client, change: dict[str, Any], name: str) -> None:
    answer = send(resend, MAIL | change)
    assert (answer.status_code, answer.json()["name"]) == (422, name)
    assert outbox(resend) == []


def test_a_browser_sees_a_page_with_everything_escaped(resend: httpx.Client) -> None:
    send(resend)
    page = resend.get("/resend/outbox", headers={"Accept": "text/html,application/xml;q=0.9,*/*;q=0.8"})
    assert page.headers["content-type"].startswith("text/html")
    assert "&lt;b&gt;slow&lt;/b&gt;" in page.text
    assert "<script>" not in page.text
    assert 'sandbox=""' in page.text


@pytest.mark.parametrize("accept", ["*/*", "application/json", "application/json, text/html;q=0.5", "nonsense;q=x"])
def test_a_program_gets_json(resend: httpx.Client, accept: str) -> None:
    assert resend.get("/resend/outbox", headers={"Accept": accept}).json() == []

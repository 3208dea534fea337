"""Stripe's part of the sandbox: its wire format, and the state that a test lays down."""

from typing import Any

import httpx
import pytest

KEY = {"Authorization": "Bearer rk_test_x"}


def ask(sandbox: httpx.Client, path: str, **query: Any) -> httpx.Response:
    return sandbox.get(f"/stripe/v1/{path}", headers=KEY, params=query)


def event(created: int, kind: str = "charge.refunded", pending: int = 1) -> dict[str, Any]:
    return {"id": f"evt_{created}", "type": kind, "created": created, "pending_webhooks": pending}


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer pk_test_x"}, {"Authorization": "Basic rk_test_x"}])
def test_a_secret_key_is_needed(sandbox: httpx.Client, headers: dict[str, str]) -> None:
    answer = sandbox.get("/stripe/v1/balance", headers=headers)
    assert (answer.status_code, answer.json()["error"]["type"]) == (401, "invalid_request_error")


def test_an_unknown_address_is_refused_as_stripe_does(sandbox: httpx.Client) -> None:
    answer = ask(sandbox, "nothing")
    assert answer.status_code == 404
    assert answer.json()["error"]["message"] == "Unrecognized request URL (GET: /v1/nothing)."


def test_an_account_starts_with_one_endpoint_and_nothing_undelivered(sandbox: httpx.Client) -> None:
    assert ask(sandbox, "balance").json()["object"] == "balance"
    assert [hook["status"] for hook in ask(sandbox, "webhook_endpoints").json()["data"]] == ["enabled"]
    assert ask(sandbox, "events", delivery_success="false").json()["data"] == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, [30, 20, 10]),
        ({"limit": 1}, [30]),
        ({"delivery_success": "false"}, [30, 10]),
        ({"delivery_success": "true"}, [20]),
        ({"created[lte]": 20, "created[gt]": 10}, [20]),
        ({"created[lt]": 20, "created[gte]": 10}, [10]),
        ({"types[]": ["charge.refunded", "invoice.paid"]}, [30, 20]),
        ({"types[0]": "charge.refunded", "types[1]": "invoice.paid"}, [30, 20]),
        ({"type": "payout.paid"}, [10]),
    ],
)
def test_events_are_filtered(sandbox: httpx.Client, query: dict[str, Any], found: list[int]) -> None:
    events = [event(10, "payout.paid"), event(20, pending=0), event(30)]
    sandbox.put("/stripe/_state", json={"events": events})
    answer = ask(sandbox, "events", **query).json()
    assert [item["created"] for item in answer["data"]] == found
    assert answer["has_more"] is ("limit" in query)


@pytest.mark.parametrize(
    "query", [{"limit": 101}, {"types[]": ["a"] * 21}, {"types[]": ["a"], "type": "b"}, {"types[0]": "a", "type": "b"}]
)
def test_a_bad_query_is_refused(sandbox: httpx.Client, query: dict[str, Any]) -> None:
    assert ask(sandbox, "events", **query).status_code == 400


def test_a_restricted_key_can_be_played(sandbox: httpx.Client) -> None:
    sandbox.put("/stripe/_state", json={"forbidden": ["events"]})
    assert ask(sandbox, "events").json()["error"]["code"] == "more_permissions_required"
    assert ask(sandbox, "balance").status_code == 200
    sandbox.delete("/stripe/_state")
    assert ask(sandbox, "events").status_code == 200


@pytest.mark.parametrize("state", [b"nonsense", b"[]", b'{"event": []}', b'{"events": 3}'])
def test_a_malformed_state_is_explained_and_changes_nothing(sandbox: httpx.Client, state: bytes) -> None:
    before = sandbox.get("/stripe/_state").json()
    answer = sandbox.put("/stripe/_state", content=state)
    assert (answer.status_code, list(answer.json())) == (400, ["error"])
    assert sandbox.get("/stripe/_state").json() == before

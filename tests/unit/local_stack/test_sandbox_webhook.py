"""The sandbox's receiver of webhooks verifies as Standard Webhooks' own library does, and takes each id once."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from standardwebhooks import Webhook

from local_stack.sandbox.webhook_receiver import SECRET

BODY = b'{"type":"alert.opened"}'


def deliver(
    client: httpx.Client, identity: str = "msg_1", *, age: float = 0, secret: str = SECRET, body: bytes = BODY
) -> httpx.Response:
    moment = datetime.now(UTC) - timedelta(seconds=age)
    headers = {
        "webhook-id": identity,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": f"v1,AAAA v1a,BBBB {Webhook(secret).sign(identity, moment, BODY.decode())}",
    }
    return client.post("/webhook/hook", content=body, headers=headers)


def test_an_id_is_one_event_however_often_it_comes(sandbox: httpx.Client) -> None:
    assert [deliver(sandbox, identity).status_code for identity in ("msg_1", "msg_1", "msg_2")] == [204] * 3
    events = sandbox.get("/webhook/events").json()
    assert [(each["id"], each["count"], each["differs"]) for each in events] == [
        ("msg_1", 2, False),
        ("msg_2", 1, False),
    ]
    assert events[0]["body"] == {"type": "alert.opened"}
    assert len(sandbox.get("/_received/webhook").json()) == 3
    assert sandbox.delete("/webhook/events").status_code == 204
    assert sandbox.get("/webhook/events").json() == []


@pytest.mark.parametrize(("age", "status"), [(290, 204), (-290, 204), (310, 401), (-310, 401)])
def test_a_timestamp_may_differ_by_five_minutes(sandbox: httpx.Client, age: float, status: int) -> None:
    assert deliver(sandbox, age=age).status_code == status


def test_what_is_not_signed_with_the_secret_is_refused(sandbox: httpx.Client) -> None:
    other = "whsec_" + "QUJD" * 8
    assert deliver(sandbox, secret=other).status_code == 401
    assert deliver(sandbox, body=BODY + b" ").status_code == 401
    assert sandbox.post("/webhook/hook", content=BODY).status_code == 401
    headers = {"webhook-id": "1", "webhook-timestamp": "soon", "webhook-signature": "v1,x"}
    assert sandbox.post("/webhook/hook", content=BODY, headers=headers).json() == {"error": "Invalid timestamp"}
    assert sandbox.get("/_received/webhook").json() == []


def test_a_receiver_that_wants_nothing_more_says_gone(sandbox: httpx.Client) -> None:
    sandbox.put("/_faults/webhook", json={"status": 410})
    assert deliver(sandbox).status_code == 410
    assert sandbox.get("/webhook/events").json() == []


def test_an_answer_that_is_lost_leaves_what_was_taken(sandbox: httpx.Client) -> None:
    sandbox.put("/_faults/webhook", json={"drop": True, "late": True, "remaining": 1})
    with pytest.raises(httpx.RemoteProtocolError):
        deliver(sandbox)
    assert [each["count"] for each in sandbox.get("/webhook/events").json()] == [1]
    sandbox.put("/_faults/webhook", json={"status": 502, "late": True, "remaining": 1})
    assert deliver(sandbox).status_code == 502
    assert [each["count"] for each in sandbox.get("/webhook/events").json()] == [2]

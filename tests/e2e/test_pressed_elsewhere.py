"""What people do in Slack and at PagerDuty acts here, through the deployed stack and the sandbox."""

import json
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import httpx
import pytest

from pawpop_monitoring.contracts import pagerduty_signature, slack_signature
from tests.e2e.shop import Shop
from tests.e2e.test_channels import Sandbox, open_alert
from tests.e2e.waiting import eventually

pytestmark = pytest.mark.e2e


class Desk(Sandbox):
    """With hands."""

    def does(self, path: str, **what: Any) -> dict[str, Any]:
        """Press, type or act; what the provider says came of it."""
        done: dict[str, Any] = self._http.post(path, json=what).raise_for_status().json()
        return done

    def head(self) -> dict[str, Any]:
        """The message of the alert in Slack."""
        return next(each for each in self.shown("slack/messages") if each["thread_ts"] is None and not each["only_for"])

    def answers(self) -> list[str]:
        """What whoever pressed was told."""
        return [each["text"] for each in self.shown("slack/messages") if each["only_for"]]


@pytest.fixture
def desk(shop: Shop) -> Iterator[Desk]:
    seen = Desk(shop)
    seen.empty()
    yield seen
    seen.close()


def by(shop: Shop, alert: str) -> tuple[str, str | None, str | None]:
    (found,) = (each for each in shop.alerts() if each["id"] == alert)
    return found["status"], found["acknowledgedBy"], found["resolvedBy"]


def test_a_press_in_slack_is_done_here_and_at_pagerduty(shop: Shop, desk: Desk) -> None:
    alert = open_alert(shop, "critical")
    eventually(lambda: desk.shown("pagerduty/incidents"), "the incident")
    eventually(lambda: desk.shown("slack/messages"), "the message")
    pressed = {"ts": desk.head()["ts"], "action_id": "acknowledge", "user": "ann", "user_id": "U0ANN"}
    first = desk.does("slack/press", **pressed)
    assert first["status"] == httpx.codes.OK, first
    assert desk.does("slack/press", **pressed | {"user": "bob", "user_id": "U0BOB"})["status"] == httpx.codes.OK
    eventually(lambda: by(shop, alert), "ann's acknowledgement", lambda known: known == ("acknowledged", "ann", None))
    eventually(desk.answers, "both answers", lambda texts: len(texts) == 2)
    assert [text.startswith("Nothing to do: ann is on it") for text in desk.answers()].count(True) == 1
    eventually(lambda: desk.head()["text"], "the edited message", lambda text: text.startswith("👀"))
    eventually(
        lambda: desk.shown("pagerduty/incidents")[0]["status"], "PagerDuty", lambda status: status == "acknowledged"
    )
    shop.wait_until_quiet()
    assert [event["event_action"] for event in desk.shown("pagerduty/incidents")[0]["events"]] == [
        "trigger",
        "acknowledge",
    ]


def test_what_is_done_at_pagerduty_is_done_here_and_does_not_go_back(shop: Shop, desk: Desk) -> None:
    alert = open_alert(shop, "critical")
    eventually(lambda: desk.shown("pagerduty/incidents"), "the incident")
    eventually(lambda: desk.shown("slack/messages"), "the message")
    assert desk.does("pagerduty/act", dedup_key=alert, action="acknowledge", user="Ann")["status"] == 200
    eventually(lambda: by(shop, alert), "Ann's acknowledgement", lambda known: known == ("acknowledged", "Ann", None))
    eventually(lambda: desk.head()["text"], "the edited message", lambda text: text.startswith("👀"))
    assert desk.does("pagerduty/act", dedup_key=alert, action="annotate", user="Ann", note="On it.")["status"] == 200
    assert desk.does("pagerduty/act", dedup_key=alert, action="resolve", user="Bob")["status"] == 200
    eventually(lambda: by(shop, alert), "the end", lambda known: known == ("resolved", "Ann", "Bob"))
    eventually(lambda: desk.head()["text"], "the end in Slack", lambda text: "RESOLVED" in text)
    shop.wait_until_quiet()
    (incident,) = desk.shown("pagerduty/incidents")
    assert [(event["event_action"], event.get("by")) for event in incident["events"]] == [
        ("trigger", None),
        ("acknowledge", "Ann"),
        ("annotate", "Ann"),
        ("resolve", "Bob"),
    ]
    assert desk.shown("pagerduty/dropped") == []


def test_the_command_says_how_all_is_with_the_database_down(shop: Shop, desk: Desk) -> None:
    shop.postgres.stop()
    assert desk.does("slack/command", user="ann", user_id="U0ANN", channel="C0123456789")["status"] == httpx.codes.OK
    eventually(desk.answers, "an answer")
    assert "Supabase" in desk.answers()[0]


def test_what_is_done_with_the_database_down_is_done(shop: Shop, desk: Desk) -> None:
    alert = open_alert(shop, "critical")
    eventually(lambda: desk.shown("pagerduty/incidents"), "the incident")
    shop.postgres.stop()
    assert desk.does("pagerduty/act", dedup_key=alert, action="acknowledge", user="Ann")["status"] == 200
    eventually(lambda: by(shop, alert), "Ann's acknowledgement", lambda known: known == ("acknowledged", "Ann", None))


def test_forged_stale_and_replayed_requests_of_slack_are_refused(shop: Shop) -> None:
    secret, now = shop.stack.channels["slack"]["signing_secret"], int(time.time())
    body = urlencode({"payload": json.dumps({"type": "block_actions", "actions": []})}).encode()

    def status(moment: int, signature: str, content: bytes = body) -> int:
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp": str(moment),
            "X-Slack-Signature": signature,
        }
        return shop.http.post("/webhooks/slack", content=content, headers=headers).status_code

    command = urlencode({"command": "/pawpop", "user_id": "U0ANN", "text": uuid4().hex}).encode()
    signed = slack_signature.sign(secret, str(now), command)
    assert [status(now, signed, command) for _ in range(2)] == [200, 401]
    assert status(now, slack_signature.sign("somebody else's secret", str(now), body)) == 401
    assert status(now, slack_signature.sign(secret, str(now), body), body + b"&x=y") == 401
    assert status(now - 400, slack_signature.sign(secret, str(now - 400), body)) == 401
    assert status(now + 400, slack_signature.sign(secret, str(now + 400), body)) == 401
    assert status(now, "") == 401


def test_forged_stale_and_replayed_events_of_pagerduty_are_not_done(shop: Shop) -> None:
    secret = shop.stack.channels["pagerduty"]["webhook_secret"]

    def answer(body: bytes, signature: str) -> httpx.Response:
        headers = {"Content-Type": "application/json", "X-PagerDuty-Signature": signature}
        return shop.http.post("/webhooks/pagerduty", content=body, headers=headers)

    def event(occurred_at: str) -> bytes:
        agent = {"id": "PANN", "type": "user_reference", "summary": "Ann"}
        data = {"id": "Q1", "incident_key": "somebody else's"}
        named = {"id": uuid4().hex, "event_type": "incident.resolved", "occurred_at": occurred_at}
        return json.dumps({"event": {**named, "agent": agent, "data": data}}).encode()

    fresh = event(time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()))
    other, ours = pagerduty_signature.sign("somebody else's", fresh), pagerduty_signature.sign(secret, fresh)
    assert answer(fresh, other).status_code == 401
    assert answer(fresh, "").status_code == 401
    assert answer(fresh + b" ", ours).status_code == 401
    assert [answer(fresh, f"{other},{ours}").json() for _ in range(2)] == [{"received": True}, {"received": False}]
    stale = event("2020-01-01T00:00:00Z")
    assert answer(stale, pagerduty_signature.sign(secret, stale)).status_code == 400

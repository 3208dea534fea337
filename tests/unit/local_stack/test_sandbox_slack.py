"""Slack in the sandbox: its errors, its limits, its memory, and presses that are signed."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, ClassVar

import httpx
import pytest
from slack_sdk.signature import SignatureVerifier

from local_stack.sandbox.application import Sandbox
from local_stack.sandbox.server import serve
from pawpop_monitoring.contracts.slack_press import Press
from pawpop_monitoring.http.slack_interaction import SlackInteractionServices, run
from pawpop_monitoring.notifications.channels.slack.compose import SlackComposer
from tests.live_server import answering
from tests.unit.notifications.messages import message

BOT = {"Authorization": "Bearer xoxb-1-test"}
SECRET = "a signing secret"
PLACE = "C0ALERTS1"


@pytest.fixture
def slack() -> Iterator[httpx.Client]:
    moments = iter(range(10_000_000))
    start = datetime(2026, 11, 26, 4, 0, tzinfo=UTC)
    sandbox = Sandbox(now=lambda: start + timedelta(milliseconds=next(moments)))
    with answering(serve(sandbox=sandbox)) as server, httpx.Client(base_url=f"{server.url}/slack", timeout=5) as client:
        yield client


def call(slack: httpx.Client, method: str, headers: dict[str, str] | None = None, **content: Any) -> Any:
    return slack.post(f"/api/{method}", json=content, headers=BOT if headers is None else headers).json()


def post(slack: httpx.Client, **content: Any) -> Any:
    return call(slack, "chat.postMessage", **{"channel": PLACE, "text": "hello", **content})


def read(slack: httpx.Client, method: str, **query: Any) -> Any:
    return slack.get(f"/api/{method}", params={"channel": PLACE, **query}, headers=BOT).json()


def test_who_is_not_a_bot_of_the_workspace_is_refused(slack: httpx.Client) -> None:
    assert call(slack, "chat.postMessage", headers={})["error"] == "not_authed"
    assert call(slack, "chat.postMessage", headers={"Authorization": "Bearer x"})["error"] == "invalid_auth"
    assert slack.post("/api/chat.postMessage", content=b"{}", headers=BOT).json()["error"] == "missing_post_type"
    assert call(slack, "chat.unknown")["error"] == "unknown_method"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ({"channel": "#alerts"}, "channel_not_found"),
        ({"text": ""}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"blocks": [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]}, "invalid_blocks"),
        ({"blocks": [{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}]}, "invalid_blocks"),
        ({"blocks": [{"type": "divider"}] * 51}, "invalid_blocks"),
        ({"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2800}}] * 5}, "msg_blocks_too_long"),
        ({"metadata": {"event_type": 7}}, "invalid_metadata_format"),
        ({"metadata": {"event_type": "a", "event_payload": {"deep": {}}}}, "invalid_metadata_schema"),
        ({"metadata": {"event_type": "a", "event_payload": {"k": "x" * 9000}}}, "metadata_too_large"),
        ({"thread_ts": "1.2"}, "thread_not_found"),
    ],
)
def test_what_slack_refuses_is_refused_with_status_200(slack: httpx.Client, content: Any, error: str) -> None:
    assert post(slack, **content) == {"ok": False, "error": error}
    assert slack.get("/messages").json() == []


def test_a_closed_channel_and_a_closed_webhook_say_why(slack: httpx.Client) -> None:
    slack.put(f"/channels/{PLACE}", json={"error": "is_archived"})
    slack.put("/channels/T0", json={"error": "no_service"})
    assert post(slack)["error"] == "is_archived"
    answer = slack.post("/services/T0/B0/x", json={"text": "hello"})
    assert (answer.status_code, answer.text) == (404, "no_service")
    slack.delete(f"/channels/{PLACE}")
    assert post(slack)["ok"]


def test_a_message_is_edited_in_place_and_history_shows_its_metadata_when_asked(slack: httpx.Client) -> None:
    metadata = {"event_type": "alert", "event_payload": {"key": "1"}}
    ts = post(slack, metadata=metadata)["ts"]
    reply = post(slack, thread_ts=ts, text="in the thread")["ts"]
    loud = post(slack, thread_ts=ts, text="for all", reply_broadcast=True)["ts"]
    assert call(slack, "chat.update", channel=PLACE, ts=ts, text="changed", metadata=metadata)["ok"]
    assert call(slack, "chat.update", channel=PLACE, ts="1.2", text="x")["error"] == "message_not_found"
    shown = read(slack, "conversations.history")["messages"]
    assert [each["ts"] for each in shown] == [loud, ts]
    assert shown[1]["metadata"] == {"event_type": "alert"}
    assert shown[1]["edited"]
    whole = read(slack, "conversations.history", include_all_metadata="true", oldest=ts)["messages"]
    assert [each["ts"] for each in whole] == [loud]
    thread = read(slack, "conversations.replies", ts=ts, include_all_metadata="true", limit=2)
    assert [each["ts"] for each in thread["messages"]] == [ts, reply]
    assert thread["messages"][0]["metadata"] == metadata
    more = read(slack, "conversations.replies", ts=ts, limit=2, cursor=thread["response_metadata"]["next_cursor"])
    assert [each["ts"] for each in more["messages"]] == [loud]


def test_more_than_a_burst_has_to_wait(slack: httpx.Client) -> None:
    answers = [
        slack.post("/api/chat.postMessage", json={"channel": PLACE, "text": "x"}, headers=BOT) for _ in range(31)
    ]
    assert (answers[-1].status_code, answers[-1].headers["retry-after"]) == (429, "1")
    assert answers[-1].json()["error"] == "ratelimited"
    assert answers[-2].json()["ok"]


def test_a_fault_that_says_no_posts_nothing_and_one_that_leaves_it_open_does(slack: httpx.Client) -> None:
    root = str(slack.base_url).removesuffix("/slack/")
    for error, posted in (("channel_not_found", 0), ("internal_error", 1)):
        httpx.put(f"{root}/_faults/slack", json={"body": {"ok": False, "error": error}, "remaining": 1})
        assert post(slack)["error"] == error
        assert len(slack.get("/messages").json()) == posted


class _App(BaseHTTPRequestHandler):
    """Where the app listens: the handler of the product, behind what API Gateway makes of a request."""

    presses: ClassVar[list[Press]] = []
    refused: ClassVar[list[str]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        services = SlackInteractionServices(
            signing_secrets=lambda: [SECRET],
            renewed_signing_secrets=list,
            is_new=lambda _: True,
            hand_on=lambda press: self.presses.append(Press.decoded(press)),
            clock=lambda: datetime(2026, 11, 26, 4, 0, tzinfo=UTC),
        )
        answer = run(services, {"headers": dict(self.headers), "body": body.decode()})
        verifier, moment = SignatureVerifier(SECRET), self.headers["X-Slack-Request-Timestamp"]
        if verifier.generate_signature(timestamp=moment, body=body) != self.headers["X-Slack-Signature"]:
            self.refused.append("slack_sdk")
        self.send_response(answer["statusCode"])
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def app(slack: httpx.Client) -> Iterator[type[_App]]:
    _App.presses.clear()
    _App.refused.clear()
    with answering(HTTPServer(("127.0.0.1", 0), _App)) as server:
        address = f"http://127.0.0.1:{server.server_port}"
        slack.put("/app", json={"request_url": address, "signing_secret": SECRET})
        yield _App


def test_a_press_reaches_the_app_as_slack_sends_it(slack: httpx.Client, app: type[_App]) -> None:
    ts = post(slack, **SlackComposer().compose(message()).message.fields())["ts"]
    answer = slack.post("/press", json={"ts": ts, "action_id": "acknowledge", "user": "bob", "user_id": "U0BOB"}).json()
    assert (answer["status"], answer["works"], answer["shown"]) == (200, True, "")
    (press,) = app.presses
    assert (press.action, press.name, press.user, press.alert) == ("acknowledge", "bob", "U0BOB", message().alert.id)
    assert app.refused == []
    assert slack.post(press.response_url.partition("/slack")[2], json={"text": "done"}).text == "ok"
    (hidden,) = [each for each in slack.get("/messages").json() if each["only_for"]]
    assert (hidden["text"], hidden["only_for"], hidden["thread_ts"]) == ("done", "U0BOB", ts)


def test_an_app_with_another_secret_shows_the_person_an_error(slack: httpx.Client, app: type[_App]) -> None:
    answer = slack.post("/command", json={"text": "status", "signing_secret": "another"}).json()
    assert (answer["status"], answer["works"]) == (401, False)
    assert "trouble" in answer["shown"]
    assert slack.post("/command", json={"text": "status"}).json()["works"]
    assert [press.text for press in app.presses] == ["status"]


def test_a_button_that_is_not_there_can_not_be_pressed(slack: httpx.Client) -> None:
    assert slack.post("/press", json={"ts": "1.2", "action_id": "acknowledge"}).status_code == 404


def test_an_answer_to_a_press_may_come_five_times(slack: httpx.Client) -> None:
    told = slack.post("/command", json={}).json()
    url = httpx.QueryParams(told["body"])["response_url"].partition("/slack")[2]
    assert [slack.post(url, json={"text": "x"}).status_code for _ in range(6)] == [200] * 5 + [404]
    assert slack.post("/response/77", json={}).text == "expired_url"


def test_the_page_shows_what_slack_shows_and_escapes_it(slack: httpx.Client) -> None:
    evil = message(message='<script>alert("x")</script> <!channel> *b*', details={"<b>": "</p><img src=x>"})
    note = SlackComposer(dashboard_url="https://dash.example").compose(evil)
    ts = post(slack, **note.message.fields())["ts"]
    post(slack, thread_ts=ts, reply_broadcast=True, **note.entry.fields())
    post(slack, text="<!channel> <https://x.example/?a=1&amp;b=2|a link>")
    page = slack.get("/messages", headers={"Accept": "text/html"}).text
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &lt;!channel&gt;" in page
    assert '<span class="ping">@channel</span>' in page
    assert '<a href="https://x.example/?a=1&amp;b=2" rel="noopener">a link</a>' in page
    assert "replied to a thread" in page
    assert 'data-action="acknowledge"' in page
    assert json.dumps(slack.get("/messages").json())


def test_an_empty_page_says_so(slack: httpx.Client) -> None:
    assert "No message yet" in slack.get("/messages", headers={"Accept": "text/html"}).text
    post(slack)
    assert slack.delete("/messages").status_code == 204
    assert slack.get("/messages").json() == []


def test_what_was_accepted_is_kept_as_it_came(slack: httpx.Client) -> None:
    root = str(slack.base_url).removesuffix("/slack/")
    post(slack, text="kept")
    post(slack, text="")
    read(slack, "conversations.history")
    slack.post("/services/T0/B0/x", json={"text": "over the webhook"})
    received = httpx.get(f"{root}/_received/slack").json()
    assert [(each["path"], each["body"]["text"]) for each in received] == [
        ("/api/chat.postMessage", "kept"),
        ("/services/T0/B0/x", "over the webhook"),
    ]
    assert received[0]["headers"]["authorization"] == "Bearer xoxb-1-test"
    assert httpx.delete(f"{root}/_received/slack").status_code == 204
    assert httpx.get(f"{root}/_received/slack").json() == []

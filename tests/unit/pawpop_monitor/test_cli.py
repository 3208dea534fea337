"""The command line: what it prints, what it sends, and how it ends."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from pawpop_monitor.outcome import CommandError, Exit
from pawpop_monitor.table import printable
from pawpop_monitor.tail import changes
from pawpop_monitor.target import Target
from tests.unit.pawpop_monitor.conftest import Run

ALERT = {
    "id": "alert_1",
    "service": "stripe",
    "severity": "critical",
    "message": "Payments are failing\x1b[2J",
    "status": "open",
    "resolved": False,
    "timestamp": "2026-11-23T12:00:00Z",
}


def _health(status: str) -> dict[str, Any]:
    service = {"service": "stripe", "status": status, "responseTime": 180.0, "errorRate": None, "lastCheck": None}
    return {"status": status, "services": [service | {"details": {}}], "alerts": {"total": 1}}


def _page(*alerts: dict[str, Any]) -> dict[str, Any]:
    return {"alerts": alerts, "total": len(alerts), "nextCursor": None}


@pytest.mark.parametrize(
    ("status", "code"),
    [("healthy", 0), ("warning", 1), ("unknown", 1), ("critical", 2), ("down", 2)],
)
def test_health_ends_with_the_state_of_the_shop(run: Run, status: str, code: int) -> None:
    http_status = 503 if code == Exit.CRITICAL else 200
    assert run("health", answer=lambda _: httpx.Response(http_status, json=_health(status))) == code


def test_whatever_is_not_known_says_why_and_what_is_not_judged_stands_below(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = _health("unknown")
    answer["services"][0]["details"] = {
        "problems": ["Slow"],
        "unknown": ["Webhook events: the database refuses connections."],
        "notes": ["No payments were recorded in four weeks."],
    }
    answer["alerts"] = {"total": 3, "critical": 0, "high": 2, "medium": 0, "low": 1}
    run("health", answer=lambda _: httpx.Response(200, json=answer))
    told = capsys.readouterr().out
    assert "Slow; Webhook events: the database refuses connections." in told
    assert "stripe: No payments were recorded in four weeks." in told
    assert "Open alerts: 3 (2 high, 1 low)" in told


@pytest.mark.parametrize(
    ("summary", "code"),
    [({"critical": 1, "high": 0, "medium": 0, "low": 50}, 2), ({"high": 1, "low": 50}, 1), ({"low": 51}, 0)],
)
def test_the_exit_code_is_of_all_open_alerts_and_not_of_the_page(run: Run, summary: dict[str, int], code: int) -> None:
    page = _page(ALERT | {"severity": "low"}) | {"summary": summary}
    assert run("alerts", "list", answer=lambda _: httpx.Response(200, json=page)) == code


@pytest.mark.parametrize(
    ("http_status", "code", "told"),
    [(401, 3, "PAWPOP_TOKEN"), (403, 3, "admin token"), (429, 3, "Wait"), (500, 3, "Broken"), (404, 64, "Broken")],
)
def test_a_refusal_says_what_to_do(
    run: Run, http_status: int, code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("alerts", "list", answer=lambda _: httpx.Response(http_status, json={"error": "Broken"})) == code
    assert told in capsys.readouterr().err


def test_no_answer_is_told_apart_from_a_critical_shop(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused", request=request)

    assert run("health", answer=refuse) == Exit.NO_ANSWER
    assert "does not answer" in capsys.readouterr().err


def test_json_is_what_the_api_said(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("alerts", "list", "--json", answer=lambda _: httpx.Response(200, json=_page(ALERT))) == Exit.CRITICAL
    assert json.loads(capsys.readouterr().out)["alerts"][0]["message"] == ALERT["message"]


def test_a_table_does_not_steer_the_terminal(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run("alerts", "list", answer=lambda _: httpx.Response(200, json=_page(ALERT)))
    assert "\x1b" not in capsys.readouterr().out
    assert printable("a\x1b[31m\nb") == "a [31m b"


def test_a_refusal_does_not_steer_the_terminal(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    refused = httpx.Response(404, json={"error": "There is none called \x1b[31m\u202e."})
    assert run("alerts", "ack", "A\x1b[2J", answer=lambda _: refused) == 64
    assert not {"\x1b", "\u202e"} & set(capsys.readouterr().err)


def test_filters_and_the_token_are_sent(run: Run) -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, json=_page())

    assert run("alerts", "list", "--severity", "high", "--resolved", "all", answer=answer) == Exit.HEALTHY
    (request,) = seen
    assert request.headers["Authorization"] == "Bearer token-1"
    assert dict(request.url.params) == {"severity": "high", "resolved": "all", "limit": "50"}
    assert str(request.url).startswith("https://api.example/prod/api/monitoring/alerts")


@pytest.mark.parametrize(("word", "action"), [("ack", "acknowledge"), ("resolve", "resolve"), ("reopen", "reopen")])
def test_each_alert_that_is_named_is_changed(run: Run, word: str, action: str) -> None:
    sent: list[dict[str, str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(json.loads(request.content))
        return httpx.Response(200, json={"message": "Done", "alert": ALERT})

    assert run("alerts", word, "alert_1", "alert_2", answer=answer) == Exit.HEALTHY
    assert sent == [{"alertId": "alert_1", "action": action}, {"alertId": "alert_2", "action": action}]


def test_wrong_usage_does_not_look_like_a_critical_shop(run: Run) -> None:
    with pytest.raises(SystemExit) as ended:
        run("alerts", "list", "--severity", "urgent", answer=lambda _: httpx.Response(200))
    assert ended.value.code == Exit.USAGE


def test_the_local_stack_is_found_from_any_folder_of_its_checkout(tmp_path: Path) -> None:
    stack = {"api_url": "http://a", "dashboard_url": "http://d", "outbox_url": "http://o", "tokens": {"admin": "t"}}
    (tmp_path / ".local").mkdir()
    (tmp_path / ".local" / "stack.json").write_text(json.dumps(stack))
    below = tmp_path / "functions" / "notifier"
    below.mkdir(parents=True)
    assert Target.find({}, below) == Target("http://a", "t", "http://d", "http://o")


def test_nowhere_to_go_is_explained(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="PAWPOP_API_URL"):
        Target.find({}, tmp_path)


def test_tail_tells_only_what_changed() -> None:
    before = {"stripe": ("healthy", ""), "alert_1": ("open", "x")}
    now = {"stripe": ("down", "unreachable"), "alert_1": ("open", "y"), "alert_2": ("open", "new")}
    assert dict(changes(before, now)) == {"stripe": ("down", "unreachable"), "alert_2": ("open", "new")}


def test_ages_are_by_the_clock_of_the_api(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """By a clock of ours that is an hour behind, a check that is late was "0 s" old."""
    health = _health("healthy") | {"timestamp": "2036-11-23T12:20:00Z"}
    health["services"][0]["lastCheck"] = "2036-11-23T12:00:00Z"
    run("health", answer=lambda _: httpx.Response(200, json=health))
    page = _page(ALERT | {"timestamp": "2036-11-23T12:13:00Z"}) | {"timestamp": "2036-11-23T12:20:00Z"}
    run("alerts", "list", answer=lambda _: httpx.Response(200, json=page))
    told = capsys.readouterr().out
    assert "20 min" in told
    assert "7 min" in told

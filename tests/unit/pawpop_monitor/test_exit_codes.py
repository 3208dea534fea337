"""Exit codes of the command line tell of the whole, whatever is shown of it and whoever reads it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from pawpop_monitor.__main__ import main
from pawpop_monitor.outcome import Exit
from pawpop_monitor.target import Target
from tests.live_server import answering
from tests.unit.pawpop_monitor.conftest import Run

SHARED = Path(__file__).resolve().parents[3] / "shared"


def _alert(**fields: Any) -> dict[str, Any]:
    defaults = {
        "id": "alert_1",
        "service": "stripe",
        "severity": "low",
        "message": "m",
        "status": "open",
        "resolved": False,
        "timestamp": "2026-11-23T12:00:00Z",
    }
    return defaults | fields


def _answer(*alerts: dict[str, Any], cursor: str | None = None, **summary: int) -> dict[str, Any]:
    total = summary.pop("total", len(alerts))
    return {"alerts": alerts, "total": total, "nextCursor": cursor, "summary": {"total": total, **summary}}


CRITICAL_BELOW = _answer(*[_alert()] * 50, cursor="c", total=503, critical=2)


@pytest.mark.parametrize(
    ("arguments", "answer", "code"),
    [
        ([], CRITICAL_BELOW, Exit.CRITICAL),
        (["--limit", "3"], _answer(*[_alert()] * 3, cursor="c", total=503, critical=2), Exit.CRITICAL),
        ([], _answer(_alert(severity="high"), high=1), Exit.WARNING),
        ([], _answer(_alert(), low=1), Exit.HEALTHY),
        ([], _answer(critical=0), Exit.HEALTHY),
        (["--resolved", "true"], _answer(_alert(severity="critical", resolved=True), critical=1), Exit.HEALTHY),
        (["--resolved", "true"], _answer(_alert(resolved=True), cursor="c", total=9, critical=5), Exit.HEALTHY),
        (["--resolved", "all"], _answer(_alert(severity="critical", resolved=True), critical=1), Exit.HEALTHY),
        (["--resolved", "all"], _answer(_alert(severity="critical"), critical=1), Exit.CRITICAL),
    ],
)
@pytest.mark.parametrize("shown", [[], ["--json"]])
def test_a_list_ends_with_the_worst_of_all_that_are_open(
    run: Run, arguments: list[str], answer: dict[str, Any], code: int, shown: list[str]
) -> None:
    assert run("alerts", "list", *arguments, *shown, answer=lambda _: httpx.Response(200, json=answer)) == code


@pytest.mark.parametrize("shown", [[], ["--json"]])
def test_a_service_that_is_none_is_no_good_news(run: Run, shown: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    told = _answer() | {"hint": "There is no service called strpe; known are supabase, stripe."}
    asked = ("alerts", "list", "--service", "strpe", *shown)
    assert run(*asked, answer=lambda _: httpx.Response(200, json=told)) == Exit.USAGE
    assert "no service called strpe" in capsys.readouterr().err


def test_a_page_of_open_and_resolved_ones_does_not_hide_what_is_open(run: Run) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        is_open = request.url.params["resolved"] == "false"
        page = (
            _answer(_alert(), total=2, critical=1) if is_open else _answer(_alert(resolved=True), cursor="c", total=9)
        )
        return httpx.Response(200, json=page)

    assert run("alerts", "list", "--resolved", "all", "--limit", "1", answer=answer) == Exit.CRITICAL


ANYBODYS = [(503, {"message": "Service Unavailable"}), (200, {"message": "ok"}), (200, ["healthy"])]
ODD: dict[str, Any] = {"services": [], "alerts": {}, "summary": {}}
GARBAGE = [
    {"status": "excellent", "services": [], "alerts": {"total": 0}},
    {"status": "healthy", "services": "none", "alerts": []},
    {"status": ["healthy"], "services": [], "alerts": {"total": 0}},
]


@pytest.mark.parametrize(
    ("command", "status", "body"),
    [
        *[
            (words, *answer)
            for words in (["health"], ["alerts", "list"], ["silences"], ["check"])
            for answer in ANYBODYS
        ],
        *[(["health"], 200, body) for body in GARBAGE],
        *[
            (["health", "--json"], 200, body)
            for body in (*GARBAGE, {"status": "healthy"}, {"status": "healthy", **ODD})
        ],
        *[(["alerts", "list", *more], 200, ODD) for more in ([], ["--json"], ["--resolved", "true"])],
    ],
)
def test_what_is_no_answer_of_ours_is_no_state_of_the_shop(
    run: Run, command: list[str], status: int, body: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*command, answer=lambda _: httpx.Response(status, json=body)) == Exit.NO_ANSWER
    (told,) = capsys.readouterr().err.splitlines()
    assert len(told) > 20


def test_an_answer_nested_without_end_is_none_of_ours(run: Run) -> None:
    endless = httpx.Response(200, content=b"[" * 50_000 + b"]" * 50_000)
    assert run("health", answer=lambda _: endless) == Exit.NO_ANSWER


@pytest.mark.parametrize("command", [["alerts", "ack"], ["alerts", "resolve"], ["silences", "end"]])
def test_one_refusal_keeps_nobody_back(run: Run, command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        name = request.url.path.rpartition("/")[2] if "silences" in command else json.loads(request.content)["alertId"]
        asked.append(name)
        if name == "A":
            return httpx.Response(409, json={"error": "It is acknowledged already."})
        silence = {"service": "stripe", "rule": None, "fingerprint": None, "reason": "r"}
        return httpx.Response(200, json={"message": "Done", "alert": _alert(), "silence": silence})

    assert run(*command, "A", "B", answer=answer) not in {Exit.HEALTHY, Exit.WARNING, Exit.CRITICAL}
    assert asked == ["A", "B"]
    told = capsys.readouterr()
    assert "A: It is acknowledged already." in told.err
    assert "Done" in told.out


def test_without_an_answer_the_rest_is_not_tried(run: Run) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(json.loads(request.content)["alertId"])
        return httpx.Response(401, json={"error": "no"})

    assert run("alerts", "ack", "A", "B", answer=answer) == Exit.NO_ANSWER
    assert asked == ["A"]


@pytest.mark.parametrize("character", ["\x9b", "\u202e", "\u2028", "\x7f", "\U000e0041", "\ud800"])
def test_json_steers_no_terminal(run: Run, character: str, capsys: pytest.CaptureFixture[str]) -> None:
    body = json.dumps(_answer(_alert(message=f"grün {character}31m")))
    run("alerts", "list", "--json", answer=lambda _: httpx.Response(200, content=body.encode()))
    told = capsys.readouterr().out
    assert character not in told
    assert "grün" in told
    assert json.loads(told)["alerts"][0]["message"] == f"grün {character}31m"


@pytest.mark.parametrize("every", ["0", "-1", "nan", "inf", "1e99", "86401", "soon"])
def test_a_pause_that_is_none_is_wrong_usage(run: Run, every: str) -> None:
    with pytest.raises(SystemExit) as ended:
        run("tail", "--every", every, answer=lambda _: httpx.Response(200, json={}))
    assert ended.value.code == Exit.USAGE


def test_an_argument_that_is_no_text_is_wrong_usage(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run("alerts", "ack", b"\xff".decode(errors="surrogateescape"), answer=lambda _: httpx.Response(200))
    assert ended.value.code == Exit.USAGE
    assert "UTF-8" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"), [([], "No alert is open."), (["--severity", "high"], "No alert matches.")]
)
def test_no_alert_does_not_sound_like_an_error(
    run: Run, arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("alerts", "list", *arguments, answer=lambda _: httpx.Response(200, json=_answer())) == Exit.HEALTHY
    assert capsys.readouterr().out == f"{told}\n"


class _Critical(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = json.dumps(CRITICAL_BELOW).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def critical_api() -> Iterator[str]:
    with answering(HTTPServer(("127.0.0.1", 0), _Critical)) as server:
        yield f"http://127.0.0.1:{server.server_port}"


@pytest.mark.parametrize("shown", [[], ["--json"]])
def test_a_reader_that_leaves_does_not_change_the_verdict(critical_api: str, shown: list[str]) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "pawpop_monitor", "alerts", "list", *shown],
        env={"PYTHONPATH": str(SHARED), "PAWPOP_API_URL": critical_api},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as command:
        assert command.stdout
        assert command.stderr
        command.stdout.close()
        assert command.stderr.read() == b""
        assert command.wait() == Exit.CRITICAL


@pytest.mark.parametrize(
    ("url", "token", "told"),
    [
        ("https://api.example/prod", "tök€n", "PAWPOP_TOKEN holds characters"),
        ("https://api.example/prod", "a\nb", "PAWPOP_TOKEN holds characters"),
        ("api.example/prod", "t", "PAWPOP_API_URL must look like"),
        ("'https://api.example'", "t", "PAWPOP_API_URL must look like"),
        ("https://api.example:99x", "t", "Set PAWPOP_API_URL"),
        ("https://[::1", "t", "Set PAWPOP_API_URL"),
    ],
)
def test_an_address_or_a_token_that_is_none_is_named(
    url: str, token: str, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Most of them ended in a traceback and with 1, which is a warning of the shop."""
    monkeypatch.setenv("PAWPOP_API_URL", url)
    monkeypatch.setenv("PAWPOP_TOKEN", token)
    assert main(["health"]) == Exit.USAGE
    assert told in capsys.readouterr().err


@pytest.mark.parametrize(
    "url", ["https://api.example/prod\n", "https://api.example/prod//", "https://api.example/prod/api/monitoring/"]
)
def test_an_address_is_understood_as_people_copy_it(url: str, tmp_path: Path) -> None:
    found = Target.find({"PAWPOP_API_URL": url, "PAWPOP_TOKEN": " abc\n"}, tmp_path)
    assert (found.api_url, found.token) == ("https://api.example/prod", "abc")


@pytest.mark.parametrize(("status", "text"), [(200, "<html>"), (301, ""), (404, "<html>"), (502, "bad")])
def test_who_answers_in_our_place_is_told_apart(
    status: int, text: str, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """It said "The API answered 200.", and of a page that is not there that the command was wrong."""
    assert run("health", answer=lambda _: httpx.Response(status, text=text)) == Exit.NO_ANSWER
    assert f"({status}, no JSON). Is PAWPOP_API_URL right" in capsys.readouterr().err

"""Silences on the command line: begun, listed and ended."""

import json
from typing import Any

import httpx
import pytest

from pawpop_monitor.outcome import Exit
from tests.unit.pawpop_monitor.conftest import Run

NOW = "2026-11-23T12:00:00Z"


def _silence(**fields: Any) -> dict[str, Any]:
    defaults = {
        "id": "silence_1",
        "service": None,
        "rule": None,
        "fingerprint": None,
        "startsAt": "2026-11-23T11:30:00Z",
        "endsAt": "2026-11-23T12:30:00Z",
        "reason": "Database upgrade",
        "createdBy": "admin",
        "active": True,
    }
    return defaults | fields


COMING = _silence(id="silence_2", service="stripe", startsAt="2026-11-24T02:00:00Z", active=False)
OVER = _silence(id="silence_3", service="stripe", rule="unreachable", endsAt=NOW, active=False)


def _answering(*silences: dict[str, Any]) -> httpx.Response:
    return httpx.Response(200, json={"status": "success", "timestamp": NOW, "silences": silences})


def test_what_holds_now_is_listed_first(
    run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert run("silences", answer=lambda _: _answering(OVER, COMING, _silence())) == Exit.HEALTHY
    _, *rows = [line.split("  ") for line in capsys.readouterr().out.splitlines()]
    cells = [[cell.strip() for cell in row if cell] for row in rows]
    assert cells == [
        ["silence_1", "active", "all alerts", "2026-11-23 11:30", "2026-11-23 12:30", "admin", "Database upgrade"],
        ["silence_2", "coming", "service stripe", "2026-11-24 02:00", "2026-11-23 12:30", "admin", "Database upgrade"],
        [
            "silence_3",
            "over",
            "service stripe, rule unreachable",
            "2026-11-23 11:30",
            "2026-11-23 12:00",
            "admin",
            "Database upgrade",
        ],
    ]


@pytest.mark.parametrize("words", [("silences",), ("silences", "list")])
def test_no_silence_is_said(run: Run, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*words, answer=lambda _: _answering()) == Exit.HEALTHY
    assert capsys.readouterr().out == "No silence.\n"


@pytest.mark.parametrize("words", [("silences", "--json"), ("silences", "list", "--json")])
def test_scripts_get_what_the_api_said(run: Run, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(*words, answer=lambda _: _answering(COMING)) == Exit.HEALTHY
    assert json.loads(capsys.readouterr().out)["silences"] == [COMING]


def test_a_reason_does_not_steer_the_terminal(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = _silence(service="\x1b[2J", reason="\x1b[31mred\n")
    run("silences", answer=lambda _: _answering(hostile))
    ended = httpx.Response(200, json={"message": "Done", "silence": hostile})
    run("silences", "end", "silence_1", answer=lambda _: ended)
    assert "\x1b" not in capsys.readouterr().out


def test_each_silence_that_is_named_is_ended(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    asked: list[tuple[str, str]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append((request.method, request.url.raw_path.decode()))
        return httpx.Response(200, json={"message": "Silence ended successfully", "silence": _silence(rule="orders")})

    assert run("silences", "end", "silence_1", "../alerts", answer=answer) == Exit.HEALTHY
    assert asked == [
        ("DELETE", "/prod/api/monitoring/silences/silence_1"),
        ("DELETE", "/prod/api/monitoring/silences/..%2Falerts"),
    ]
    assert "Silence ended successfully: rule orders (Database upgrade)" in capsys.readouterr().out


@pytest.mark.parametrize("words", [("silences", "--json", "end"), ("silences", "end", "--json")])
def test_an_end_is_told_to_scripts_wherever_they_ask(
    run: Run, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    ended = {"message": "Silence ended successfully", "silence": OVER}
    assert run(*words, "silence_3", answer=lambda _: httpx.Response(200, json=ended)) == Exit.HEALTHY
    assert json.loads(capsys.readouterr().out) == ended


@pytest.mark.parametrize(
    ("http_status", "code", "told"),
    [(403, 3, "admin token"), (404, 64, "There is no silence"), (409, 64, "There is no silence"), (503, 3, "There is")],
)
def test_a_refusal_says_what_to_do(
    run: Run, http_status: int, code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    refused = httpx.Response(http_status, json={"error": "There is no silence with the id 'silence_9'."})
    assert run("silences", "end", "silence_9", answer=lambda _: refused) == code
    assert told in capsys.readouterr().err


def test_an_end_of_nothing_is_wrong_usage(run: Run) -> None:
    with pytest.raises(SystemExit) as ended:
        run("silences", "end", answer=lambda _: _answering())
    assert ended.value.code == Exit.USAGE


@pytest.mark.parametrize(
    ("which", "sent_as", "covers", "told"),
    [
        (["--service", "stripe"], {"service": "stripe"}, 0, "no open alert"),
        (["--rule", "supabase.locks"], {"rule": "supabase.locks"}, 1, "1 open alert"),
        (["--all"], {"all": True}, 7, "7 open alerts"),
    ],
)
def test_a_silence_is_begun_and_says_what_it_covers(
    run: Run,
    which: list[str],
    sent_as: dict[str, Any],
    covers: int,
    told: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    sent: list[dict[str, Any]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(json.loads(request.content))
        created = {"message": "Silence created successfully", "silence": _silence(), "covers": covers}
        return httpx.Response(201, json=created)

    assert run("alerts", "silence", *which, "--reason", "Deploy", answer=answer) == Exit.HEALTHY
    assert sent == [sent_as | {"minutes": 60, "reason": "Deploy"}]
    printed = capsys.readouterr().out
    assert "silence_1, until 2026-11-23T12:30:00Z" in printed
    assert told in printed


def test_everything_is_silenced_only_in_so_many_words(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise AssertionError(request)

    assert run("alerts", "silence", "--reason", "Deploy", answer=answer) == Exit.USAGE
    assert "--all" in capsys.readouterr().err

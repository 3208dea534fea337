"""`show`, `note`, what fits a narrow terminal, and true times (U24)."""

import json
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from pawpop_monitor import tail
from pawpop_monitor.outcome import Exit
from tests.unit.pawpop_monitor.conftest import Run
from tests.unit.pawpop_monitor.test_cli import ALERT, _health

TAKEN = ALERT | {"status": "acknowledged", "acknowledgedAt": "2026-11-23T12:05:00Z", "acknowledgedBy": "Ann"}
STORY = {
    "alert": TAKEN,
    "steps": {"first": ["Open the shop."], "then": ["Read the log."]},
    "consoles": [{"label": "Stripe dashboard", "url": "https://dashboard.stripe.com"}],
    "evidence": [{"name": "By code", "value": "", "parts": [{"name": "expired", "value": "9"}]}],
    "timeline": [
        {"at": "2026-11-23T12:00:05Z", "kind": "delivery", "by": None, "channel": "email", "outcome": "accepted",
         "severity": None, "note": "opened", "until": None},
        {"at": "2026-11-23T12:00:06Z", "kind": "delivery", "by": None, "channel": "push", "outcome": "unheard",
         "severity": None, "note": "opened: nobody was reached", "until": None},
        {"at": "2026-11-23T12:05:00Z", "kind": "reminded", "by": "Zoe", "channel": None, "outcome": None,
         "severity": "high", "note": "acknowledgement_expired", "until": None},
        {"at": "2026-11-23T12:05:30Z", "kind": "silenced", "by": "Bob", "channel": None, "outcome": None,
         "severity": "high", "note": "reopened", "until": None},
        {"at": "2026-11-23T12:06:00Z", "kind": "note", "by": "Ann", "channel": None, "outcome": None,
         "severity": None, "note": "Called Stripe", "until": None},
    ],
    "related": [],
}  # fmt: skip


def test_show_says_what_the_page_says(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "alert_1", "alert_2", answer=lambda _: httpx.Response(200, json=STORY)) == 2
    told = capsys.readouterr().out
    for said in ("Ann is on it since 23 Nov 12:05 UTC", "1. Open the shop.", "1. Read the log.", "expired 9",
                 "https://dashboard.stripe.com", "email accepted: opened", "push unheard: opened: nobody was reached",
                 "given back by Zoe", "opened again by Bob", "note by Ann: Called Stripe"):  # fmt: skip
        assert said in told
    assert told.count("Open the shop.") == 2
    assert "\x1b[2J" not in told


@pytest.mark.parametrize("command", [["show"], ["alerts", "why"], ["silences", "end"]])
@pytest.mark.parametrize("nothing", ["", " ", ".", ".."])
def test_what_is_no_id_leads_to_no_other_page(
    run: Run, capsys: pytest.CaptureFixture[str], command: list[str], nothing: str
) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        return httpx.Response(404, json={"error": "There is none"})

    assert run(*command, nothing, "b", answer=answer) == 64
    assert [path.rpartition("/")[2] for path in asked] == ["b"]
    assert f"{nothing}: that is no id" in capsys.readouterr().err


def test_a_note_goes_to_each_alert_with_its_writer(run: Run) -> None:
    sent: list[dict[str, Any]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(json.loads(request.content))
        return httpx.Response(200, json={"message": "Alert noted successfully", "alert": ALERT})

    assert run("alerts", "note", "a", "b", "--text", "Called Stripe", "--by", "Ann", answer=answer) == 0
    assert sent == [{"alertId": each, "action": "note", "note": "Called Stripe", "by": "Ann"} for each in "ab"]
    sent.clear()
    assert run("alerts", "ack", "a", "--note", "I look", answer=answer) == 0
    assert sent == [{"alertId": "a", "action": "acknowledge", "note": "I look"}]


def test_open_alerts_are_asked_for_worst_first_and_fit_the_terminal(
    run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[httpx.Request] = []
    page = {"alerts": [TAKEN | {"message": "long words " * 20}], "total": 1, "nextCursor": None, "summary": {}}

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, json=page)

    monkeypatch.setenv("COLUMNS", "60")
    assert run("alerts", "list", answer=answer) == 2
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 60
    assert "acknowledged (Ann)" in " ".join(lines)
    assert " ".join(" ".join(lines).split()).count("long words") == 20
    assert asked[0].url.params["order"] == "worst"
    run("alerts", "list", "--resolved", "all", answer=answer)
    assert "order" not in asked[-1].url.params


@pytest.mark.parametrize("columns", ["60", "80", "200"])
def test_the_worst_service_stands_first_in_columns_and_leaves_no_empty_line(
    run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    bad = {"status": "critical", "details": {"problems": ["Payments are failing " * 3]}}
    one = _health("healthy")["services"][0] | {"details": {}}
    answer = _health("critical") | {"services": [one, one | {"service": "stripe"} | bad]}
    monkeypatch.setenv("COLUMNS", columns)
    run("health", answer=lambda _: httpx.Response(503, json=answer))
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= int(columns)
    assert all(lines)
    rows = [line for line in lines if "critical" in line or "healthy" in line][1:]
    assert rows[0].startswith("stripe")
    assert rows[0].index("critical") == rows[1].index("healthy")


def test_show_folds_its_lines_and_goes_on_after_an_unknown_id(
    run: Run, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    long = STORY | {"steps": {"first": ["Open the shop and place a test order with a real card."], "then": []}}

    def answer(request: httpx.Request) -> httpx.Response:
        known = request.url.path.endswith("alert_1")
        return httpx.Response(200, json=long) if known else httpx.Response(404, json={"error": "There is none."})

    assert run("show", "nope", "alert_1", answer=answer) == Exit.USAGE
    told = capsys.readouterr()
    assert "nope: There is none." in told.err
    steps = [line for line in told.out.splitlines() if "Open the shop" in line or "real card" in line]
    assert len(steps) == 2
    assert max(map(len, steps)) <= 40
    assert run("alerts", "why", "nope", "nope2", answer=answer) == Exit.USAGE
    assert "nope2: There is none." in capsys.readouterr().err


def test_services_are_stamped_with_when_they_were_seen_so() -> None:
    health = _health("critical")
    health["services"][0]["lastCheck"] = "2026-11-23T12:04:00Z"
    client = SimpleNamespace(health=lambda: health, alerts=lambda **_: {"alerts": [ALERT]})
    _, times = tail._look(client)  # type: ignore[arg-type]  # noqa: SLF001
    service = health["services"][0]
    assert times == {service["service"]: service["lastCheck"], ALERT["id"]: ALERT["timestamp"]}


def test_following_begins_with_what_is_open_and_tells_true_times() -> None:
    state = {"a": ("open", ""), "b": ("resolved", ""), "stripe": ("healthy", "")}
    assert [key for key, _ in tail.changes(None, state)] == ["a", "stripe"]
    assert [key for key, _ in tail.changes({"a": ("open", "")}, {"a": ("resolved", "")})] == ["a"]
    assert tail.since_of(TAKEN) == "2026-11-23T12:05:00Z"
    assert tail.since_of(TAKEN | {"resolvedAt": "2026-11-23T13:00:00Z"}) == "2026-11-23T13:00:00Z"

"""Incidents on the command line: drafts are shown with the command that publishes them."""

import json
from typing import Any

import httpx
import pytest

from pawpop_monitor.outcome import Exit
from tests.unit.pawpop_monitor.conftest import Run

DRAFT = {
    "title": "Some payments fail",
    "impact": "degraded",
    "components": ["checkout"],
    "stage": "investigating",
    "text": "We are looking into it.",
    "alertId": "alert_1",
    "incidentId": None,
}
INCIDENT = {"id": "incident_1", "stage": "investigating", "impact": "degraded", "components": ["checkout"]} | {
    "title": "Some \x1b[31mpayments fail"
}


class Api:
    """Answers with a draft, and keeps what is sent."""

    def __init__(self, *drafts: dict[str, Any]) -> None:
        self.drafts = drafts
        self.sent: list[tuple[str, str, Any]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, json={"incidents": [INCIDENT], "drafts": self.drafts})
        self.sent.append((request.method, request.url.raw_path.decode(), json.loads(request.content)))
        return httpx.Response(200, json={"message": "Incident published successfully", "incident": INCIDENT})


def test_drafts_are_listed_with_their_command(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    end = DRAFT | {"incidentId": "incident_1", "stage": "resolved", "text": "It works again."}
    assert run("incidents", answer=Api(DRAFT, end)) == Exit.HEALTHY
    told = capsys.readouterr().out
    assert "pawpop-monitor incidents publish --alert alert_1" in told
    assert 'pawpop-monitor incidents update incident_1 --stage resolved --text "It works again."' in told
    assert "\x1b" not in told


def test_a_draft_is_published_with_what_the_caller_changes(run: Run) -> None:
    api = Api(DRAFT)
    assert run("incidents", "publish", "--alert", "alert_1", "--text", "A bank.", answer=api) == Exit.HEALTHY
    expected = {name: DRAFT[name] for name in DRAFT if name != "incidentId"} | {"text": "A bank."}
    assert api.sent == [("POST", "/prod/api/monitoring/incidents", expected)]


def test_one_s_own_words_need_no_draft(run: Run) -> None:
    api = Api()
    words = ("--title", "Parcels are late", "--text", "Snow.", "--part", "shop", "--impact", "degraded")
    assert run("incidents", "publish", *words, answer=api) == Exit.HEALTHY
    expected = {"title": "Parcels are late", "text": "Snow.", "components": ["shop"], "impact": "degraded"}
    assert api.sent == [("POST", "/prod/api/monitoring/incidents", expected)]


@pytest.mark.parametrize("words", [(), ("--title", "T"), ("--alert", "alert_2")])
def test_nothing_is_published_without_words(words: tuple[str, ...], run: Run) -> None:
    api = Api(DRAFT)
    assert run("incidents", "publish", *words, answer=api) == Exit.USAGE
    assert api.sent == []


def test_a_note_is_added(run: Run) -> None:
    api = Api()
    assert run("incidents", "update", "../x", "--stage", "resolved", "--text", "Over.", answer=api) == Exit.HEALTHY
    assert api.sent == [("PATCH", "/prod/api/monitoring/incidents/..%2Fx", {"stage": "resolved", "text": "Over."})]

"""Who is on call, on the command line."""

from typing import Any

import httpx
import pytest

from pawpop_monitor.outcome import Exit
from tests.unit.pawpop_monitor.conftest import Run

ANN = {"person": "ann", "start": "2026-11-26T09:00:00Z", "end": "2026-11-30T08:00:00Z"}


def _answering(**fields: Any) -> httpx.Response:
    answer: dict[str, Any] = {
        "person": "ann",
        "until": ANN["end"],
        "asked": [{"person": "ann", "afterMinutes": 0}, {"person": "bob", "afterMinutes": 15}],
        "duties": [ANN, {"person": None, "start": ANN["end"], "end": "2026-12-07T08:00:00Z"}],
        "problems": [],
    }
    return httpx.Response(200, json=answer | fields)


def test_who_it_is_and_who_comes_next_is_shown(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("on-call", answer=lambda _: _answering()) == Exit.HEALTHY
    said = capsys.readouterr().out
    assert "ann is on call until Mon 2026-11-30 08:00." in said
    assert "After 15 min without an answer: bob" in said
    assert "nobody" in said


def test_a_wrong_setting_is_a_warning(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    nothing = {"person": None, "until": None, "asked": [], "duties": [], "problems": ["ON_CALL: it can't be read."]}
    assert run("on-call", answer=lambda _: _answering(**nothing)) == Exit.WARNING
    assert "There is no rota" in capsys.readouterr().out

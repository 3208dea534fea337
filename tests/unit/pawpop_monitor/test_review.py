"""The monthly review on the command line, in the words of its mail."""

import json

import httpx
import pytest

from pawpop_monitor.outcome import Exit
from pawpop_monitoring.contracts.insights_response import Insights
from pawpop_monitoring.http.insights_view import view_of
from tests.factories import NOW
from tests.unit.notifications.reviews import review_message
from tests.unit.pawpop_monitor.conftest import Run

OCTOBER = review_message().review


def _answer(request: httpx.Request) -> httpx.Response:
    found = OCTOBER if request.url.params.get("month", "2026-10") == "2026-10" else None
    return httpx.Response(200, text=view_of(Insights(), NOW, found).model_dump_json())


def test_the_last_one_is_shown(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("review", answer=_answer) == Exit.HEALTHY
    said = capsys.readouterr().out
    assert said.startswith("Your shop in October 2026\n6 alerts in October.")
    assert "What it cost\n  In total: $457.30 ($425.00 in September)" in said
    assert "Raise it (saves about $12.50 a month). It fired. To undo it: lower it" in said


def test_of_a_month_without_one_that_is_said(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("review", "--month", "2026-01", answer=_answer) == Exit.HEALTHY
    assert "There is no review of 2026-01" in capsys.readouterr().out


def test_it_can_be_read_by_programs(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("review", "--json", answer=_answer) == Exit.HEALTHY
    assert json.loads(capsys.readouterr().out)["review"]["costUsd"] == 457.3

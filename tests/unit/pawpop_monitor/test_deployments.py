"""Deployments, told from the command line."""

import json

import httpx
import pytest

from pawpop_monitor.outcome import Exit
from tests.unit.pawpop_monitor.conftest import Run

ANSWER = {"status": "success", "message": "Marked", "id": "4711", "at": "2026-11-26T09:00:00Z", "label": "shop 2.4.1"}


@pytest.mark.parametrize(
    ("given", "sent"),
    [((), {"label": "shop 2.4.1"}), (("--id", "4711"), {"label": "shop 2.4.1", "id": "4711"})],
)
def test_a_deployment_is_told(
    given: tuple[str, ...], sent: dict[str, str], run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(201, json=ANSWER)

    assert run("deployed", "shop 2.4.1", *given, answer=answer) == Exit.HEALTHY
    assert (asked[0].method, asked[0].url.path.rpartition("/")[2]) == ("POST", "deployments")
    assert json.loads(asked[0].content) == sent
    assert "shop 2.4.1 is marked at 2026-11-26T09:00:00Z." in capsys.readouterr().out


def test_an_id_that_was_told_before_is_that_of_the_first(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    first = ANSWER | {"label": "shop 2.4.0"}
    assert run("deployed", "shop 2.4.1", "--id", "4711", answer=lambda _: httpx.Response(201, json=first)) == 0
    assert capsys.readouterr().out == "shop 2.4.0 is marked at 2026-11-26T09:00:00Z.\n"

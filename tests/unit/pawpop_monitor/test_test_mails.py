"""`make test-email` on a stack that is in use: real alerts are left alone, and no test stays behind."""

import json
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest

from pawpop_monitor.outcome import Exit
from tests.unit.pawpop_monitor.conftest import Run

_REAL = "alert_real"


@dataclass
class Api:
    """With one alert that is real; the calls of these numbers fail."""

    fails: tuple[int, ...] = ()
    calls: int = 0
    open: dict[str, dict[str, Any]] = field(default_factory=lambda: {_REAL: {"severity": "critical"}})

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, json={"alerts": [], "total": len(self.open), "nextCursor": None, "summary": {}})
        self.calls += 1
        if self.calls in self.fails:
            return httpx.Response(503, json={"error": "try again"})
        asked = json.loads(request.content)
        if request.method == "POST":
            alert = {"id": f"alert_{self.calls}", **asked}
            self.open[alert["id"]] = alert
            return httpx.Response(201, json={"alert": alert})
        assert asked["action"] == "resolve"
        return httpx.Response(200, json={"alert": self.open.pop(asked["alertId"]), "message": "done"})


def test_real_alerts_are_left_alone_and_counted(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    api = Api()
    assert run("test-email", answer=api) == Exit.HEALTHY
    assert list(api.open) == [_REAL]
    assert api.calls == 8
    assert "Open alerts: 1. They are left alone" in capsys.readouterr().out


@pytest.mark.parametrize("fails", [(3,), (5,), (5, 6, 7, 8)], ids=["raising", "the first end", "all ends"])
def test_what_fails_on_the_way_leaves_as_few_tests_open_as_it_can(run: Run, fails: tuple[int, ...]) -> None:
    api = Api(fails)
    assert run("test-email", answer=api) == Exit.NO_ANSWER
    assert len(api.open) == 1 + sum(call > 4 for call in fails)
    assert _REAL in api.open

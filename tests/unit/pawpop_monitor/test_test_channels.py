"""`make test-channels`: what came of the test on each channel, in words."""

from typing import Any

import httpx
import pytest

from pawpop_monitor.outcome import Exit
from tests.unit.pawpop_monitor.conftest import Run

OUTCOMES = [
    ("accepted", None, "accepted", Exit.HEALTHY),
    ("unheard", "nobody was reached: no device is added", "nobody was reached: no device", Exit.WARNING),
    ("waiting", None, "not known yet; the alert alert_1 will say", Exit.WARNING),
    ("waiting", "told together with others", "told together with others", Exit.WARNING),
    ("failing", "Slack answered ratelimited.", "Slack answered ratelimited.", Exit.WARNING),
    ("refused", "Check the key.", "Check the key.", Exit.CRITICAL),
]


@pytest.mark.parametrize(("outcome", "reason", "said", "code"), OUTCOMES)
def test_each_outcome_is_said_in_words(
    run: Run, capsys: pytest.CaptureFixture[str], outcome: str, reason: str | None, said: str, code: Exit
) -> None:
    channels = [{"channel": "slack", "outcome": outcome, "reason": reason}]
    answer: dict[str, Any] = {"alertId": "alert_1", "channels": channels, "problems": []}
    assert run("test-channels", answer=lambda _: httpx.Response(200, json=answer)) == code
    assert said in capsys.readouterr().out

"""Whatever comes in: no exception, no answer that can't be sent, and no 5xx but "try again".

`make test-deep` tries a million events over all functions (PAWPOP_FUZZ); the seed is that of the day it was found.
"""

import logging
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.fuzz.hostile_events import of_gateway, of_queue, seeds
from tests.unit.fuzz.targets import FROM_QUEUES, TARGETS

EVENTS = int(os.environ.get("PAWPOP_FUZZ", "4000")) // len(TARGETS)
SEED = int(os.environ.get("PAWPOP_FUZZ_SEED", "20261126"))
TRY_AGAIN = (503, 504)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


def test_no_function_is_left_out() -> None:
    assert sorted(TARGETS) == sorted(folder.parent.name for folder in Path("functions").glob("*/app.py"))


@pytest.mark.parametrize("function", TARGETS)
def test_every_event_is_answered(
    function: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "Fuzz")
    dice = random.Random(f"{SEED} {function}")
    change = of_queue if function in FROM_QUEUES else of_gateway
    known = seeds(function)
    for number in range(EVENTS):
        event = change(dice, dice.choice(known))
        answer = TARGETS[function](event)
        status = answer["statusCode"]
        assert status < 500 or status in TRY_AGAIN, (number, status, answer["body"], event)
        answer["body"].encode()
    capsys.readouterr()

"""Slack waits three seconds for an answer, PagerDuty five: each function answers in AWS's runtime from cold."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.integration.pressed.from_cold import EVENTS, answering_cloud, from_cold

pytestmark = pytest.mark.integration

LONGEST_SECONDS = 3.0
ROUNDS = 3


@pytest.fixture(scope="module")
def cloud() -> Iterator[Mapping[str, str]]:
    with answering_cloud() as found:
        yield found


@pytest.mark.parametrize("function", EVENTS)
def test_it_answers_from_cold_in_time(cloud: Mapping[str, str], tmp_path: Path, function: str) -> None:
    times = sorted(
        from_cold(cloud, tmp_path / f"log{number}", function, EVENTS[function]()) for number in range(ROUNDS)
    )
    print(f"\n{function}: {', '.join(f'{seconds:.2f} s' for seconds in times)} from cold, INIT included")
    assert times[ROUNDS // 2] < LONGEST_SECONDS

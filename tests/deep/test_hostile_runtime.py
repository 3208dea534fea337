"""A check ends in time and in memory whatever a provider answers, from cold, as it is built and in AWS's emulator."""

import os
from collections.abc import Iterator

import pytest

from tests.benchmarks.hostile import MODES
from tests.benchmarks.hostile_runtime import ALL_SILENT, FUNCTIONS, Measure, measuring

pytestmark = pytest.mark.skipif("PAWPOP_DEEP" not in os.environ, reason="minutes long, and builds: `make test-deep`")

CHECKS = [function for function in FUNCTIONS if function.startswith("check_")]


@pytest.fixture(scope="module")
def measure() -> Iterator[Measure]:
    with measuring() as measured:
        yield measured


@pytest.mark.parametrize("mode", [*MODES, ALL_SILENT])
@pytest.mark.parametrize("function", CHECKS)
def test_ten_seconds_and_300_megabytes(measure: Measure, function: str, mode: str) -> None:
    cost = measure(function, mode)
    assert not cost.too_much, cost

"""A flood of callers without a token costs a few answers, and nobody is told an old one."""

from itertools import count

import pytest

from pawpop_monitoring.http.burst_memory import BurstMemory


class Clock:
    """Seconds that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def memory(clock: Clock) -> BurstMemory[int]:
    return BurstMemory(seconds=clock)


def test_who_looks_now_and_then_sees_what_is(clock: Clock, memory: BurstMemory[int]) -> None:
    numbers = count()
    seen = []
    for _ in range(20):
        seen.append(memory.answer(lambda: next(numbers)))
        clock.now += 2
    assert seen == list(range(20))


def test_three_looks_in_a_row_are_three_answers(memory: BurstMemory[int]) -> None:
    numbers = count()
    assert [memory.answer(lambda: next(numbers)) for _ in range(5)] == [0, 1, 2, 2, 2]


def test_a_flood_costs_three_answers_in_five_seconds(clock: Clock, memory: BurstMemory[int]) -> None:
    numbers = count(1)
    for _ in range(6000):
        made = memory.answer(lambda: next(numbers))
        clock.now += 0.01
    assert made <= 3 * (60 / 5 + 1)


def test_no_answer_is_older_than_five_seconds(clock: Clock, memory: BurstMemory[float]) -> None:
    for step in range(2000):
        assert clock.now - memory.answer(clock) <= 5
        clock.now += 0.01 * (step % 7)


def test_a_failure_is_not_kept(memory: BurstMemory[int]) -> None:
    def fail() -> int:
        raise RuntimeError

    assert memory.answer(lambda: 1) == 1
    for _ in range(5):
        with pytest.raises(RuntimeError):
            memory.answer(fail)
    assert memory.answer(lambda: 2) == 2

"""Waiting between attempts."""

import pytest

from pawpop_monitoring.domain.backoff import delay_seconds


def test_it_doubles_up_to_the_cap() -> None:
    assert [delay_seconds(attempt) for attempt in range(1, 11)] == [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    assert delay_seconds(5000) == 300


@pytest.mark.parametrize(("retry_after", "expected"), [(None, 4), (0.0, 4), (3.0, 4), (4.2, 5), (3600.0, 3600)])
def test_the_provider_may_ask_for_more_but_not_for_less(retry_after: float | None, expected: int) -> None:
    assert delay_seconds(2, retry_after) == expected

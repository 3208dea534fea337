"""Numbers and durations as a person reads them."""

from datetime import timedelta

import pytest

from pawpop_monitoring.notifications.content.figures import duration, quantity


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (92.4, "%", "92.4 %"),
        (90.0, "%", "90 %"),
        (850, "ms", "850 ms"),
        (6230.4, "ms", "6.23 s"),
        (57.314, "USD", "$57.31"),
        (1000, "USD", "$1,000.00"),
        (4, "requests", "4 requests"),
        (1234567, "", "1,234,567"),
        (0, "%", "0 %"),
        (-1.5, "", "-1.5"),
    ],
)
def test_quantity(value: float, unit: str, text: str) -> None:
    assert quantity(value, unit) == text


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (timedelta(seconds=-5), "0 s"),
        (timedelta(seconds=45), "45 s"),
        (timedelta(minutes=15, seconds=59), "15 min"),
        (timedelta(hours=2), "2 h"),
        (timedelta(hours=1, minutes=20), "1 h 20 min"),
        (timedelta(days=3, hours=4, minutes=50), "3 d 4 h"),
    ],
)
def test_duration(length: timedelta, text: str) -> None:
    assert duration(length) == text

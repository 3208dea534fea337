"""Numbers and durations as a person reads them."""

from datetime import timedelta

import pytest

from pawpop_monitoring.domain.duration import duration
from pawpop_monitoring.domain.finding import beside, percent_beside
from pawpop_monitoring.notifications.content.figures import quantity, told_apart


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (92.4, "%", "92.4 %"),
        (90.0, "%", "90 %"),
        (850, "ms", "850 ms"),
        (6230.4, "ms", "6.23 s"),
        (130_000, "ms", "130 s"),
        (7_200_000, "ms", "2 h"),
        (300_000_000, "ms", "3 d 11 h"),
        (3600, "s", "1 h"),
        (90, "minutes", "90 minutes"),
        (18_720, "minutes", "13 d"),
        (-700_000, "ms", "-700 s"),
        (1e99, "minutes", "1e+99 minutes"),
        (57.314, "USD", "$57.31"),
        (1000, "USD", "$1,000.00"),
        (4, "requests", "4 requests"),
        (1234567, "", "1,234,567"),
        (0, "%", "0 %"),
        (100, "%", "100 %"),
        (99.9999, "%", "99.9999 %"),
        (0.001, "%", "0.001 %"),
        (100.001, "%", "100.001 %"),
        (-1.5, "", "-1.5"),
        (-0.0, "", "0"),
        (-0.001, "USD", "$0.00"),
        (-3.5, "USD", "-$3.50"),
        (2.675, "USD", "$2.68"),
        (0.125, "%", "0.13 %"),
        (1e-07, "USD", "$0.00"),
        (1e300, "USD", "$1e+300"),
        (1e300, "requests", "1e+300 requests"),
    ],
)
def test_quantity(value: float, unit: str, text: str) -> None:
    assert quantity(value, unit) == text


@pytest.mark.parametrize(
    ("value", "limit", "unit", "texts"),
    [
        (50.004, 50, "USD", ("$50.004", "$50.00")),
        (50.00000000000001, 50, "USD", ("$50.00", "$50.00")),  # closer than anybody wants to read
        (97.9979, 98, "%", ("97.998 %", "98 %")),
        (5000.04, 5000, "ms", ("5.00004 s", "5 s")),
        (7_200_000, 900_000, "ms", ("2 h", "15 min")),
        (3000, 15, "minutes", ("2 d 2 h", "15 minutes")),
        (900_000.4, 900_000, "ms", ("900.0004 s", "900 s")),
        (180.5, 180, "minutes", ("180.5 minutes", "180 minutes")),
        (57.31, 50, "USD", ("$57.31", "$50.00")),
        (3, 3, "events", ("3 events", "3 events")),
    ],
)
def test_no_value_reads_as_the_limit_that_it_is_beyond(
    value: float, limit: float, unit: str, texts: tuple[str, str]
) -> None:
    assert told_apart(value, limit, unit) == texts


@pytest.mark.parametrize(
    ("value", "threshold", "kept"),
    [(97.9979, 98, 97.9979), (97.994, 98, 97.99), (98.004, 98, 98.004), (92.5926, 98, 92.59), (90.004, 90, 90.004)],
)
def test_rounding_brings_no_value_onto_its_threshold(value: float, threshold: float, kept: float) -> None:
    assert beside(value, threshold) == kept


@pytest.mark.parametrize(
    ("percent", "limit", "kept"),
    [
        (99.9999, 10, 99.9999),
        (0.001, 98, 0.001),
        (99.99, 10, 99.99),
        (100.0, 10, 100.0),
        (0.0, 98, 0.0),
        (90.004, 90, 90.004),
        (92.5926, 98, 92.59),
    ],
)
def test_no_share_is_rounded_to_all_or_none(percent: float, limit: float, kept: float) -> None:
    assert percent_beside(percent, limit) == kept


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

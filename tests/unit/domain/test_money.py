"""Money has one way to be read, in mails, insights and reviews alike."""

import pytest

from pawpop_monitoring.domain.money import dollars, money


@pytest.mark.parametrize(
    ("value", "to_the_cent", "short"),
    [
        (0.0, "$0.00", "$0.00"),
        (2.675, "$2.68", "$2.68"),
        (1.005, "$1.01", "$1.01"),
        (99.995, "$100.00", "$100.00"),
        (100.5, "$100.50", "$101"),
        (1120.0, "$1,120.00", "$1,120"),
        (-4.2, "-$4.20", "-$4.20"),
        (-0.001, "$0.00", "$0.00"),
        (-250.0, "-$250.00", "-$250"),
        (1e18, "$1e+18", "$1e+18"),
    ],
)
def test_money(value: float, to_the_cent: str, short: str) -> None:
    assert (dollars(value), money(value)) == (to_the_cent, short)

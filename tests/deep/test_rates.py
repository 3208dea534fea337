"""The judge of rates over years of ordinary shops, and what makes it speak; `make test-deep` plays 200 shops."""

import os
import random

import pytest

from pawpop_monitoring.analytics.norm import Demand
from pawpop_monitoring.checks.stripe.payment_rates import BANKS, OURS
from tests.deep.alarms import false_alarms, with_limit
from tests.deep.power import SIZES, failures_until_told, power, smallest_share, told_before, told_now
from tests.deep.shops import play, sizes

SHOPS = int(os.environ.get("PAWPOP_SHOPS", "2"))
TRIALS = 20 if SHOPS < 100 else 100
PAYMENTS = with_limit(OURS, 0.02)


def _year(place: int, a_day: float, demand: Demand, most: float, unsteady: float) -> tuple[str, int]:
    usual = random.Random(place).uniform(0, most)
    told = len(false_alarms(play(a_day, usual, place, unsteady=unsteady), demand))
    return f"{a_day:8.0f} a day, {usual:6.2%} usual: {told}", told


@pytest.mark.parametrize(
    ("name", "demand", "most", "unsteady", "in_all"),
    [("payments that fail", PAYMENTS, 0.012, 0.0, 1), ("declines", BANKS, 0.06, 0.1, SHOPS)],
)
def test_a_year_of_ordinary_shops(
    name: str, demand: Demand, most: float, unsteady: float, in_all: int, capsys: pytest.CaptureFixture[str]
) -> None:
    years = [_year(place, a_day, demand, most, unsteady) for place, a_day in enumerate(sizes(SHOPS))]
    told = sum(number for _, number in years)
    with capsys.disabled():
        print(f"\n{name}: {told} false alarms in {SHOPS} years", *(row for row, number in years if number), sep="\n")
    assert told <= in_all
    assert all(number <= 2 for _, number in years)


def test_power(capsys: pytest.CaptureFixture[str]) -> None:
    """A total failure is told with the third payment at any size; smaller ones in a quarter of an hour."""
    with capsys.disabled():
        print("\npayments a day | smallest share told in 15 min: now, before | failures in a row: now, before")
        for a_day in SIZES:
            now, before = (smallest_share(a_day, told, TRIALS) for told in (told_now, told_before))
            rows = [failures_until_told(a_day, told) for told in (told_now, told_before)]
            print(f"{a_day:14d} | {now:>5} {before:>5} | {rows[0]:3d} {rows[1]:3d}")
    assert [failures_until_told(a_day, told_now) for a_day in SIZES] == [3] * len(SIZES)
    assert power(450, 1.0, told_now, 60) >= 0.9
    assert smallest_share(10_000, told_now, TRIALS) in {"5%", "10%"}

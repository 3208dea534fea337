"""The judge of rates over years of ordinary shops, and what makes it speak; `make test-deep` plays 200 shops."""

import os

import pytest

from tests.deep.ordinary import RATES, Rate, by_size, years
from tests.deep.power import SIZES, Told, failures_until_told, power, shortest, smallest_share, told_before, told_now
from tests.deep.shops import MOST

SHOPS = int(os.environ.get("PAWPOP_SHOPS", "2"))
_DEEP = SHOPS >= 100
TRIALS = 100 if _DEEP else 20
_MOST = MOST if _DEEP else 200
"""A year of a large shop takes some seconds."""
PAYMENTS = RATES[0]


@pytest.mark.parametrize("rate", RATES, ids=lambda rate: rate.name)
def test_a_year_of_ordinary_shops(rate: Rate, capsys: pytest.CaptureFixture[str]) -> None:
    """One false alarm a shop and year at most, and a critical one in all shops together."""
    played = years(rate, SHOPS, _MOST)
    told = [year for year in played if year.told]
    with capsys.disabled():
        print(f"\n{rate.name}, usual are 0 to {rate.most:.1%}: false alarms in {SHOPS} years, by payments a day")
        print("; ".join(f"{size}: {number} in {count}" for size, count, number in by_size(played)))
        print(*(f"  {year.a_day:.0f} a day, usual {year.usual:.2%}: {len(year.told)}" for year in told), sep="\n")
    assert all(len(year.told) <= 1 for year in told)
    assert rate is not PAYMENTS or len(told) <= 1


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


@pytest.mark.skipif(not _DEEP, reason="half a minute: `make test-deep`")
@pytest.mark.parametrize("every", [5, 1])
def test_how_short_a_failure_may_be(every: int, capsys: pytest.CaptureFixture[str]) -> None:
    """In a large shop a total one is told that meets a check, or lasts two minutes where they come every minute."""
    now, before = ({a_day: _durations(a_day, told, every) for a_day in SIZES} for told in (told_now, told_before))
    with capsys.disabled():
        print(f"\nminutes that 100, 50, 20, 10 % have to fail to be told in 15, looked at every {every}: now | before")
        for a_day in SIZES:
            print(f"{a_day:14d} | {'  '.join(now[a_day])} | {'  '.join(before[a_day])}")
    assert int(now[10_000][0]) <= max(2, every)
    assert int(now[4400][0]) <= max(2, every)


def _durations(a_day: int, told: Told, every: int) -> list[str]:
    return [shortest(a_day, share, told, TRIALS, every) for share in (1.0, 0.5, 0.2, 0.1)]

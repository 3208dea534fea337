"""Days of sales, as one readable setting."""

from datetime import date, timedelta

import pytest

from pawpop_monitoring.domain.sale_days import SaleDays, sale_days_of

BLACK = "2026-11-27 to 2026-11-30, 2026-12-24"


def test_both_ends_of_a_stretch_are_in_it() -> None:
    sales = sale_days_of(BLACK)
    days = [date(2026, 11, 26) + timedelta(days=place) for place in range(30)]
    assert [f"{day:%m-%d}" for day in days if sales.covers(day)] == ["11-27", "11-28", "11-29", "11-30", "12-24"]
    assert sale_days_of(" ") == SaleDays()


@pytest.mark.parametrize(
    "text",
    [
        "tomorrow",
        "2026-11-31",
        "2026-11-30 to 2026-11-27",
        "2026-11-01 to 2026-12-02",
        "2026-11-27 to",
        ", ".join(["2026-11-27"] * 61),
    ],
)
def test_what_can_not_be_read_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="must"):
        sale_days_of(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [("2026-11-30 to 2026-11-27", "the first day of a sale before"), ("2026-11-01 to 2026-12-02", "1 to 31 days")],
)
def test_it_says_what_is_wrong(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        sale_days_of(text)


def test_a_sales_days_are_as_that_weekdays_others() -> None:
    values = [float(10 + place % 7) for place in range(28)]
    odd = [*values[:20], 90.0, *values[21:]]
    after = date(2026, 11, 23)
    sale = after - timedelta(days=8)
    assert SaleDays(((sale, sale),)).evened(odd, after) == tuple(values)
    assert SaleDays().evened(odd, after) == tuple(odd)
    assert SaleDays(((sale, sale),)).evened([90.0] * 3, after) == (90.0,) * 3


def test_a_sale_ahead_brings_what_earlier_ones_did_beside_the_same_weekdays() -> None:
    today, values = date(2026, 12, 1), [10.0] * 40
    values[-4:] = [30.0, 30.0, 40.0, 20.0]
    sales = sale_days_of(f"{BLACK}, 2026-12-02")
    assert sales.lifts(values, today, 4) == (1.0, 3.0, 1.0, 1.0)
    assert sales.lifts(values, date(2026, 12, 3), 4) == ()


def test_of_a_first_sale_nothing_is_known() -> None:
    assert sale_days_of(BLACK).lifts([10.0] * 40, date(2026, 11, 27), 5) == (1.0,) * 5
    assert sale_days_of(BLACK).lifts([0.0] * 40, date(2026, 11, 29), 3) == (1.0,) * 3

"""What a month cost: by provider and in total, against the month before, and how good its forecast was."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from pawpop_monitoring.analytics.month_forecast import MonthForecast, SpentSoFar, forecast_month
from pawpop_monitoring.checks.trends.amounts import dollars, money
from pawpop_monitoring.contracts.review import ReviewRow
from pawpop_monitoring.domain.monthly_costs import Fees, fee_label
from pawpop_monitoring.domain.period import Period
from pawpop_monitoring.domain.readings.past_month import MonthReading
from pawpop_monitoring.domain.sale_days import NO_SALES, SaleDays
from pawpop_monitoring.domain.service import FAL_AI, label_of

_ASKED_ON = 15
"""The day on which the forecast is looked up that the month is held against."""
_SAME = 0.005
_CENT, _TIMES, _MOST_LESS = 0.01, 10, 99
"""Below half a cent a sum reads as nothing; from `_TIMES` on a percentage says nothing to anybody."""
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthCost:
    """What a month cost in US dollars; `before` is the month before, None where nothing is known of it."""

    metered: float
    metered_before: float | None
    fees: Fees

    @property
    def total(self) -> float:
        """Everything that is known."""
        return self.metered + sum(fee for _, fee in self.fees)

    @property
    def total_before(self) -> float | None:
        """The same of the month before, as if the fees had been the same."""
        return None if self.metered_before is None else self.metered_before + sum(fee for _, fee in self.fees)


def spent(
    cost: MonthCost, reading: MonthReading, month: Period, zone: ZoneInfo, limit: float, sales: SaleDays = NO_SALES
) -> Iterator[ReviewRow]:
    """Rows for people: providers, the total, the limit, the forecast."""
    before = f"{_first_of(month, zone) - _ONE_DAY:%B}"
    yield _row(label_of(FAL_AI), cost.metered, cost.metered_before, before)
    for name, fee in cost.fees:
        yield ReviewRow(name=fee_label(name), value=dollars(fee), also="a fixed price, as set in MonthlyCosts")
    if cost.fees:
        yield _row("In total", cost.total, cost.total_before, before)
    if reading.cost > limit:
        over = f"{_by(reading.cost - limit)} above the limit of {money(limit)}"
        yield ReviewRow(name="Limit of fal.ai", value="passed", also=over)
    forecast = forecast_of(reading, month, zone, limit, sales)
    if forecast and not (_is_nothing(forecast.high) and _is_nothing(reading.cost)):
        yield _forecast_row(forecast, reading.cost, _first_of(month, zone))


def forecast_of(
    reading: MonthReading, month: Period, zone: ZoneInfo, limit: float, sales: SaleDays = NO_SALES
) -> MonthForecast | None:
    """What was forecast in the middle of the month, made again of what was known then; None if that was too little."""
    first = _first_of(month, zone)
    days = (month.end.astimezone(zone).date() - first).days
    known = reading.daily[: len(reading.daily) - (days - _ASKED_ON + 1)]
    so_far = sum(reading.daily[-days:][: _ASKED_ON - 1]) if len(reading.daily) >= days else sum(known)
    today = first.replace(day=_ASKED_ON)
    usual, lifts = sales.evened(known, today), sales.lifts(known, today, days)
    return forecast_month(SpentSoFar(today=today, days=usual, elapsed=0.0, month=so_far, lifts=lifts), limit)


def is_same(now: float, before: float) -> bool:
    """Whether two months cost as much as each other, to whoever reads them."""
    return abs(now - before) <= max(_SAME * max(now, before), _CENT / 2)


def _row(name: str, now: float, before: float | None, month: str) -> ReviewRow:
    return ReviewRow(name=name, value=dollars(now), also="" if before is None else _against(now, before, month))


def _against(now: float, before: float, month: str) -> str:
    if is_same(now, before):
        return f"as much as in {month}"
    if _is_nothing(before):
        return f"nothing in {month}"
    than = f"the {dollars(before)} of {month}"
    if now >= _TIMES * before:
        return f"{now / before:,.0f} times {than}"
    if now > before:
        return f"{(now / before - 1) * 100:.0f} % more than {than}"
    less = 100 if _is_nothing(now) else min(_MOST_LESS, round((1 - now / before) * 100))
    return f"{less} % less than {than}"


def _is_nothing(amount: float) -> bool:
    return abs(amount) < _CENT / 2


def _by(over: float) -> str:
    return money(over) if over >= _CENT else "less than a cent"


def _forecast_row(forecast: MonthForecast, cost: float, first: date) -> ReviewRow:
    held = forecast.low <= cost <= forecast.high or is_same(cost, forecast.low) or is_same(cost, forecast.high)
    low, high = money(forecast.low), money(forecast.high)
    span = f"between {low} and {high}" if low != high else f"about {low}"
    return ReviewRow(
        name=f"Forecast of {first.replace(day=_ASKED_ON):%-d %B}",
        value=f"{money(forecast.median)} for fal.ai: {'it held' if held else 'it did not hold'}",
        also=f"{span} was forecast" if not forecast.is_learning else f"{span}, a wide guess of too little past",
    )


def _first_of(month: Period, zone: ZoneInfo) -> date:
    return month.start.astimezone(zone).date()

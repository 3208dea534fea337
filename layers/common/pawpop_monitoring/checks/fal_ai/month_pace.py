"""The rule `month_forecast`: what this month will cost at the present pace, before it has.

It is a forecast, so it is never critical, it says nothing in a month's first days, and nothing at all until the shop's
own past tells how far such forecasts are off.
"""

from datetime import timedelta
from decimal import Decimal

from pawpop_monitoring.analytics.month_forecast import MonthForecast, SpentSoFar, forecast_month
from pawpop_monitoring.checks.fal_ai.cost_limits import is_amount
from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.domain.finding import beside
from pawpop_monitoring.domain.money import money
from pawpop_monitoring.domain.readings.fal_ai import DailyCosts, FalReading, FalUsage, Unread
from pawpop_monitoring.domain.rules.fal_ai import MONTH_FORECAST
from pawpop_monitoring.domain.sale_days import NO_SALES, SaleDays
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity

_FIRST_DAYS = 3
_SOON = timedelta(days=3)
"""What is high is reminded of each hour: that is for a limit that falls in these days, even at the least."""
_CLEARLY_WITHIN = 0.95
"""Of the limit: in between, an open alert stays so."""


def judge_month(judgement: Judgement, reading: FalReading, limit: float, sales: SaleDays = NO_SALES) -> None:
    """`limit` in US dollars a month."""
    usage = reading.usage if isinstance(reading.usage, FalUsage) else None
    if usage is None or usage.daily is None or not is_amount(usage.month.cost):
        return
    forecast = forecast_month(_so_far(usage.daily.without(sales), _spent(usage.month.cost, reading)), limit)
    if forecast is None or forecast.is_learning:
        return
    judgement.note(_in_words(forecast, usage.daily))
    judgement.figures |= _figures(forecast, usage.daily)
    is_within = forecast.median < _CLEARLY_WITHIN * limit and not isinstance(reading.billed_month, Unread)
    if usage.daily.today.day <= _FIRST_DAYS or is_within:
        judgement.clear([MONTH_FORECAST])
    elif forecast.median > limit:
        _broken(judgement, forecast, limit, _severity(forecast, usage.daily, limit))
    else:
        judgement.undecided([MONTH_FORECAST])


def _spent(tracked: Decimal, reading: FalReading) -> float:
    """Of tracked and billed costs the higher, as for the limit itself."""
    billed = reading.billed_month
    return float(max(tracked, billed)) if isinstance(billed, Decimal) and is_amount(billed) else float(tracked)


def _so_far(daily: DailyCosts, month: float) -> SpentSoFar:
    return SpentSoFar(today=daily.today, days=daily.before, elapsed=daily.elapsed, month=month, lifts=daily.lifts)


def _figures(forecast: MonthForecast, daily: DailyCosts) -> dict[str, float]:
    days = {"monthLimitDays": float((forecast.limit_on - daily.today).days)} if forecast.limit_on else {}
    return days | {
        "monthForecast": round(forecast.median, 2),
        "monthForecastLow": round(forecast.low, 2),
        "monthForecastHigh": round(forecast.high, 2),
    }


def _in_words(forecast: MonthForecast, daily: DailyCosts) -> str:
    held, low, high = f"{100 * (forecast.hit_rate or 0):.0f}", money(forecast.low), money(forecast.high)
    span = "" if low == high else f", between {low} and {high}"
    return (
        f"At this pace {daily.today:%B} costs {money(forecast.median)}{span}; such a span held {held} % of the time in"
        " this shop's past."
    )


def _severity(forecast: MonthForecast, daily: DailyCosts, limit: float) -> Severity:
    falls_soon = forecast.limit_on is not None and forecast.limit_on - daily.today <= _SOON
    return Severity.HIGH if forecast.low > limit and falls_soon else Severity.MEDIUM


def _broken(judgement: Judgement, forecast: MonthForecast, limit: float, severity: Severity) -> None:
    finding = MONTH_FORECAST.broken(
        severity,
        "This month will cost more than its limit, at this pace",
        value=beside(forecast.median, limit),
        threshold=limit,
        unit="USD",
        evidence={
            "spentUsd": round(forecast.spent, 2),
            "atLeastUsd": round(forecast.low, 2),
            "atMostUsd": round(forecast.high, 2),
            "limitReachedOn": forecast.limit_on.isoformat() if forecast.limit_on else None,
            "heldBeforePercent": round(100 * (forecast.hit_rate or 0)),
        },
    )
    judgement.bad(finding, ServiceStatus.WARNING)

"""What the month costs at fal.ai, by the shop's own past; the rule of it is judged by the check of fal.ai itself."""

from pawpop_monitoring.analytics.daily_pace import FEWEST_DAYS
from pawpop_monitoring.analytics.month_forecast import MonthForecast, SpentSoFar, forecast_month
from pawpop_monitoring.checks.trends.amounts import between, day, dollars, money
from pawpop_monitoring.contracts.insights_response import MonthView, State
from pawpop_monitoring.domain.plural import plural
from pawpop_monitoring.domain.readings.fal_ai import DailyCosts
from pawpop_monitoring.domain.readings.trends import TrendReading


def month_of(reading: TrendReading, limit: float) -> MonthView:
    """`limit` in US dollars a month."""
    daily, spent = reading.daily, reading.month_cost
    known = (
        SpentSoFar(today=daily.today, days=daily.before, elapsed=daily.elapsed, month=spent, lifts=daily.lifts)
        if daily
        else None
    )
    forecast = forecast_month(known, limit) if known else None
    if daily is None or known is None or forecast is None:
        return _too_early(daily, spent, limit)
    return MonthView(
        state=State.LEARNING if forecast.is_learning else State.KNOWN,
        text=_in_words(daily, forecast, limit),
        basis=_basis(daily, forecast) + _sales(known),
        spent=round(spent, 2),
        low=round(forecast.low, 2),
        median=round(forecast.median, 2),
        high=round(forecast.high, 2),
        limit=limit,
        limit_on=forecast.limit_on,
        hit_rate=None if forecast.hit_rate is None else round(forecast.hit_rate, 2),
    )


def _too_early(daily: DailyCosts | None, spent: float, limit: float) -> MonthView:
    days = len(daily.before) if daily else 0
    text = f"{money(spent)} were spent this month. A forecast takes {FEWEST_DAYS} full days of costs; {days} so far."
    return MonthView(
        state=State.LEARNING,
        text=text,
        basis=f"{plural(days, 'full day')} of costs",
        spent=round(spent, 2),
        limit=limit,
    )


def _in_words(daily: DailyCosts, forecast: MonthForecast, limit: float) -> str:
    said = (
        f"At this pace {daily.today:%B} costs {_beside(forecast.median, limit)}"
        f"{between(forecast.low, forecast.high, money)}; {_beside(forecast.spent, limit)} of it is spent already."
    )
    return f"{said} {_on_the_limit(forecast, limit)}"


def _beside(amount: float, limit: float) -> str:
    """With its cents where it would read as the limit, and is not."""
    return dollars(amount) if amount != limit and money(amount) == money(limit) else money(amount)


def _on_the_limit(forecast: MonthForecast, limit: float) -> str:
    if forecast.spent > limit:
        return f"The limit of {money(limit)} is passed."
    if forecast.limit_on is None:
        return f"The limit of {money(limit)} is not reached this month."
    return f"The limit of {money(limit)} is reached on {day(forecast.limit_on)}."


def _basis(daily: DailyCosts, forecast: MonthForecast) -> str:
    days = f"{len(daily.before)} full days of this shop's costs"
    if forecast.hit_rate is None:
        costly = sum(cost > 0 for cost in daily.before)
        with_any = "" if costly == len(daily.before) else f", {costly} of them with any"
        return f"{days}{with_any}; too few to know how sure this is, so the span is a wide guess."
    return f"{days}; such a span held {100 * forecast.hit_rate:.0f} % of the time in its past."


def _sales(known: SpentSoFar) -> str:
    """What days of announced sales count as, of those that are still to come in this month."""
    lift = next((each for each in known.lifts[: known.days_left + 1] if each != 1), None)
    return f" Each day of a sale counts as {lift:.1f} usual ones, as earlier sales did." if lift else ""

"""Prints how far forecasts are off, and how often their intervals hold.

AutoETS is not installed here: its column holds the figures of BEYOND's run on shops of the same kind, and is marked so.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pawpop_monitoring.analytics.month_forecast import MonthForecast, SpentSoFar, forecast_month
from pawpop_monitoring.analytics.quantiles import median, quantile
from tests.benchmarks.forecast.shops import FIRST, MONTHS, daily_costs

SHOPS, AFTER_DAYS = 120, (3, 7, 15, 23)
_KEPT = 90
"""Days that an installation keeps."""
_AIMS = {3: 9.0, 7: 7.0, 15: 5.5, 23: 3.0}
_AUTO_ETS = {3: 8.5, 7: 8.9, 15: 5.7, 23: 2.9}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one forecast ended: errors as shares of what the month really cost."""

    off: float
    run_rate_off: float
    held: bool
    hit_rate: float | None


def main() -> None:
    """`python -m tests.benchmarks forecast`: median errors by day of the month."""
    print(f"forecast: {SHOPS} simulated shops, {len(MONTHS)} months each; errors in % of the month, median (9 in 10)")
    print(
        f"{'after':>8}{'ours':>14}{'aim':>6}{'run rate':>14}{'AutoETS*':>10}{'interval held':>15}{'own hit rate':>14}"
    )
    for day, outcomes in played(SHOPS).items():
        ours, naive = ([100 * one for one in errors] for errors in _errors(outcomes))
        held = sum(one.held for one in outcomes) / len(outcomes)
        own = median([one.hit_rate for one in outcomes if one.hit_rate is not None])
        print(
            f"{day:>3} days{_cell(ours):>14}{_AIMS[day]:>6g}{_cell(naive):>14}{_AUTO_ETS[day]:>10}"
            f"{held:>14.0%} {own:>13.0%}"
        )
    print("* from BEYOND B.1, another run on shops of the same kind; statsmodels is not installed")


def played(shops: int) -> dict[int, list[Outcome]]:
    """Outcomes by how many days of the month were known."""
    found: dict[int, list[Outcome]] = defaultdict(list)
    for seed in range(shops):
        costs = daily_costs(seed)
        for month in MONTHS:
            for day, outcome in _month(costs, month):
                found[day].append(outcome)
    return found


def _month(costs: Sequence[float], month: date) -> Iterator[tuple[int, Outcome]]:
    begin, end = ((one - FIRST).days for one in (month, (month + timedelta(days=32)).replace(day=1)))
    total = sum(costs[begin:end])
    for day in AFTER_DAYS:
        known, spent = begin + day, sum(costs[begin : begin + day])
        so_far = SpentSoFar(
            today=month + timedelta(days=day), days=costs[max(0, known - _KEPT) : known], elapsed=0.0, month=spent
        )
        forecast = forecast_month(so_far, float("inf"))
        if forecast is not None:
            yield day, _outcome(forecast, total, spent / day * (end - begin))


def _outcome(forecast: MonthForecast, total: float, run_rate: float) -> Outcome:
    held = forecast.low <= total <= forecast.high
    return Outcome(abs(forecast.median / total - 1), abs(run_rate / total - 1), held, forecast.hit_rate)


def _errors(outcomes: Sequence[Outcome]) -> tuple[list[float], list[float]]:
    return [one.off for one in outcomes], [one.run_rate_off for one in outcomes]


def _cell(errors: list[float]) -> str:
    return f"{median(errors):.1f} ({quantile(errors, 0.9):.0f})"

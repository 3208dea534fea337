"""Prints how far forecasts are off, and how often their intervals hold, beside the month's run rate and AutoETS."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pawpop_monitoring.analytics.month_forecast import MonthForecast, SpentSoFar, forecast_month
from pawpop_monitoring.analytics.quantiles import median, quantile
from tests.benchmarks.forecast.oracle import sums_by_auto_ets
from tests.benchmarks.forecast.shops import FIRST, MONTHS, daily_costs

SHOPS, AFTER_DAYS = 120, (3, 7, 15, 23)
_KEPT = 90
"""Days that an installation keeps."""
_AIMS = {3: 9.0, 7: 7.0, 15: 5.5, 23: 3.0}
_HEADINGS = ("after", "ours", "aim", "run rate", "AutoETS", "interval held", "own hit rate")
_WIDTHS = (8, 14, 6, 14, 14, 15, 14)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One forecast, and what the month really cost. `past` are the days that were known, `ahead` how many were not."""

    forecast: MonthForecast
    total: float
    run_rate: float
    past: Sequence[float]
    ahead: int

    @property
    def off(self) -> float:
        """Share of what the month really cost."""
        return self.off_of(self.forecast.median)

    def off_of(self, promised: float) -> float:
        """The same of another forecast."""
        return abs(promised / self.total - 1)

    @property
    def held(self) -> bool:
        """Whether the month ended within the interval."""
        return self.forecast.low <= self.total <= self.forecast.high


def main() -> None:
    """`python -m tests.benchmarks forecast`: median errors by day of the month."""
    outcomes = played(SHOPS)
    oracle = _by_auto_ets(outcomes)
    print(f"forecast: {SHOPS} simulated shops, {len(MONTHS)} months each; errors in % of the month, median (9 in 10)")
    print("".join(f"{heading:>{width}}" for heading, width in zip(_HEADINGS, _WIDTHS, strict=True)))
    for day, of_day in outcomes.items():
        held = sum(one.held for one in of_day) / len(of_day)
        own = median([one.forecast.hit_rate for one in of_day if one.forecast.hit_rate is not None])
        print(
            f"{day:>3} days{_cell([one.off for one in of_day]):>14}{_AIMS[day]:>6g}"
            f"{_cell([one.off_of(one.run_rate) for one in of_day]):>14}"
            f"{_cell(oracle[day]) if oracle else '':>14}{held:>14.0%} {own:>13.0%}"
        )


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
        past = costs[max(0, known - _KEPT) : known]
        so_far = SpentSoFar(today=month + timedelta(days=day), days=past, elapsed=0.0, month=spent)
        forecast = forecast_month(so_far, float("inf"))
        if forecast is not None:
            yield day, Outcome(forecast, total, spent / day * (end - begin), past, end - known)


def _by_auto_ets(outcomes: Mapping[int, Sequence[Outcome]]) -> dict[int, list[float]] | None:
    """The errors of what it promises from the very same days."""
    sums = sums_by_auto_ets([(one.past, one.ahead) for of_day in outcomes.values() for one in of_day])
    if sums is None:
        return None
    remaining = iter(sums)
    return {
        day: [one.off_of(one.forecast.spent + next(remaining)) for one in of_day] for day, of_day in outcomes.items()
    }


def _cell(errors: list[float]) -> str:
    return f"{100 * median(errors):.1f} ({100 * quantile(errors, 0.9):.0f})"

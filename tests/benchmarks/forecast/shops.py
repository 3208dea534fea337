"""Shops whose daily costs have weekdays, a drift, noise with memory, sometimes a lasting jump, seldom a runaway day."""

import random
from collections.abc import Sequence
from datetime import date, timedelta
from math import exp, log, sqrt

FIRST, DAYS = date(2025, 9, 1), 220
MONTHS = (date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1))
_SHIFTED, _RUNAWAY = 0.4, 0.01


def daily_costs(seed: int) -> Sequence[float]:
    """US dollars of each day from `FIRST` on, `DAYS` of them."""
    chance = random.Random(seed)
    level = exp(chance.uniform(log(3), log(60)))
    week = _week(chance)
    drift = chance.gauss(0, 0.0025)
    shifted_from = chance.randrange(60, DAYS) if chance.random() < _SHIFTED else DAYS
    shift = chance.choice((-1, 1)) * chance.uniform(0.15, 0.5)
    spread, memory = chance.uniform(0.08, 0.3), chance.uniform(0.2, 0.6)
    noise, costs = 0.0, []
    for day in range(DAYS):
        noise = memory * noise + chance.gauss(0, spread * sqrt(1 - memory * memory))
        weekday = (FIRST + timedelta(days=day)).weekday()
        cost = level * week[weekday] * exp(drift * day + (shift if day >= shifted_from else 0) + noise)
        costs.append(cost * chance.uniform(2, 6) if chance.random() < _RUNAWAY else cost)
    return costs


def _week(chance: random.Random) -> list[float]:
    spread = chance.uniform(0.05, 0.35)
    days = [max(0.2, chance.gauss(1, spread)) for _ in range(7)]
    return [7 * day / sum(days) for day in days]

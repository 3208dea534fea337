"""Money spent on image generation, in US dollars."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyCost:
    """One calendar day."""

    day: date
    cost: Decimal
    requests: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointCost:
    """One endpoint in the present month; `average_time` in ms."""

    endpoint: str
    cost: Decimal
    requests: int
    failed_requests: int
    average_time: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """Spending up to now. `projected_month` is what the month costs in the end, see analytics.month_forecast.

    `unpriced_requests` succeeded this month without a price being reported: their cost is not in any sum.
    """

    today: Decimal
    month: Decimal
    projected_month: Decimal
    unpriced_requests: int
    daily: tuple[DailyCost, ...]
    by_endpoint: tuple[EndpointCost, ...]

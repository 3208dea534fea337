"""Spending on the wire, in US dollars."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Self

from pydantic import PlainSerializer

from pawpop_monitoring.contracts.wire import WireModel
from pawpop_monitoring.domain.spending import Spending

type Money = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]
"""US dollars; exact inside, a JSON number outside."""


class DailyCostView(WireModel):
    """One calendar day; a day without requests cost nothing."""

    date: date
    cost: Money
    requests: int


class EndpointCostView(WireModel):
    """One endpoint in the present month; `avgResponseTime` in ms."""

    endpoint: str
    cost: Money
    requests: int
    failed_requests: int
    avg_response_time: float | None


class Costs(WireModel):
    """Spending against its limits; days and months are those of `timeZone`.

    `projectedMonth` is the median of the forecast of GET /insights: at the pace of the last 28 days, in the shape of a
    week. `unpricedRequests` are in no sum, as nobody reported their price.
    """

    today: Money
    month: Money
    projected_month: Money
    daily_limit: float
    monthly_limit: float
    unpriced_requests: int
    time_zone: str
    daily: tuple[DailyCostView, ...]
    by_endpoint: tuple[EndpointCostView, ...]

    @classmethod
    def of(cls, spending: Spending, *, daily_limit: float, monthly_limit: float, time_zone: str) -> Self:
        """The view of stored sums."""
        return cls(
            today=spending.today,
            month=spending.month,
            projected_month=spending.projected_month,
            daily_limit=daily_limit,
            monthly_limit=monthly_limit,
            unpriced_requests=spending.unpriced_requests,
            time_zone=time_zone,
            daily=tuple(DailyCostView(date=day.day, cost=day.cost, requests=day.requests) for day in spending.daily),
            by_endpoint=tuple(
                EndpointCostView(
                    endpoint=used.endpoint,
                    cost=used.cost,
                    requests=used.requests,
                    failed_requests=used.failed_requests,
                    avg_response_time=used.average_time,
                )
                for used in spending.by_endpoint
            ),
        )

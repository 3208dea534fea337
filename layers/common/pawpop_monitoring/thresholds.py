"""Thresholds from the environment, under the names that the shop already uses.

"Above" and "below" are strict everywhere: a value on the threshold is still good. What could never be exceeded, or
always is, is refused: a wrong setting must not mute a rule.
"""

from typing import Annotated

from pydantic import Field

from pawpop_monitoring.domain.limits import Limits
from pawpop_monitoring.settings import Settings

_PREFIX = "MONITORING_"

type _ErrorRate = Annotated[float, Field(ge=0, lt=100)]
type _SuccessRate = Annotated[float, Field(gt=0, le=100)]
type _Milliseconds = Annotated[float, Field(gt=0, le=86_400_000)]
type _Dollars = Annotated[float, Field(gt=0, le=1_000_000)]
type _Count = Annotated[int, Field(ge=0, le=1_000_000)]
type _Failures = Annotated[int, Field(ge=1, le=1000)]

_HIGH_UTILISATION = 90.0
_HIGH_ERROR_RATE = 10.0
_MEDIUM_FAL_ERROR_RATE = 5.0
"""The other steps, in percent."""


class SupabaseThresholds(Settings, prefix=_PREFIX):
    """Supabase: percent of usable connections, milliseconds, percent of transactions, milliseconds."""

    supabase_connection_threshold: Annotated[float, Field(gt=0, le=100)] = 80
    supabase_query_time_threshold: _Milliseconds = 5000
    supabase_error_rate_threshold: _ErrorRate = 5
    supabase_idle_in_transaction_threshold: _Milliseconds = 900_000

    @property
    def connection_limits(self) -> Limits:
        """Percent of the usable connections."""
        return Limits.rising(self.supabase_connection_threshold, _HIGH_UTILISATION)

    @property
    def error_rate_limits(self) -> Limits:
        """Percent of the transactions."""
        return Limits.rising(self.supabase_error_rate_threshold, _HIGH_ERROR_RATE)


class FalThresholds(Settings, prefix=_PREFIX):
    """fal.ai: US dollars a day and a month, requests left, percent of requests, milliseconds."""

    fal_daily_cost_limit: _Dollars = 50
    fal_monthly_cost_limit: _Dollars = 1000
    fal_rate_limit_threshold: _Count = 10
    fal_error_rate_threshold: _ErrorRate = 10
    fal_response_time_threshold: _Milliseconds = 120_000

    @property
    def error_rate_limits(self) -> Limits:
        """Percent of the requests. The shop sets the second step; one beyond the usual takes the first along."""
        second = self.fal_error_rate_threshold
        return Limits(medium=second if second > _HIGH_ERROR_RATE else _MEDIUM_FAL_ERROR_RATE, high=second)


class StripeThresholds(Settings, prefix=_PREFIX):
    """Stripe: percent of deliveries, deliveries in a row, percent of payments, milliseconds."""

    stripe_success_rate_threshold: _SuccessRate = 95
    stripe_failure_threshold: _Failures = 3
    stripe_payment_success_rate_threshold: _SuccessRate = 98
    stripe_handling_time_threshold: _Milliseconds = 10_000

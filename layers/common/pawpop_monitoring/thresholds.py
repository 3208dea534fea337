"""Thresholds from the environment, under the names that the shop already uses.

"Above" and "below" are strict everywhere: a value on the threshold is still good.
"""

from pydantic import Field

from pawpop_monitoring.settings import Settings

_PREFIX = "MONITORING_"


class SupabaseThresholds(Settings, prefix=_PREFIX):
    """Supabase: percent of usable connections, milliseconds, percent of transactions, milliseconds."""

    supabase_connection_threshold: float = Field(80, gt=0, le=100)
    supabase_query_time_threshold: float = Field(5000, gt=0)
    supabase_error_rate_threshold: float = Field(5, ge=0, le=100)
    supabase_idle_in_transaction_threshold: float = Field(900_000, gt=0)


class FalThresholds(Settings, prefix=_PREFIX):
    """fal.ai: US dollars a day and a month, requests left, percent of requests."""

    fal_daily_cost_limit: float = Field(50, gt=0)
    fal_monthly_cost_limit: float = Field(1000, gt=0)
    fal_rate_limit_threshold: int = Field(10, ge=0)
    fal_error_rate_threshold: float = Field(10, ge=0, le=100)


class StripeThresholds(Settings, prefix=_PREFIX):
    """Stripe: percent of deliveries, deliveries in a row, percent of payments."""

    stripe_success_rate_threshold: float = Field(95, ge=0, le=100)
    stripe_failure_threshold: int = Field(3, ge=1)
    stripe_payment_success_rate_threshold: float = Field(98, ge=0, le=100)

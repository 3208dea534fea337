"""The fal.ai check's verdict: a pure function of a reading."""

from pawpop_monitoring.checks.fal_ai.api_reachability import judge_reachability
from pawpop_monitoring.checks.fal_ai.balance import judge_balance
from pawpop_monitoring.checks.fal_ai.capacity import judge_capacity
from pawpop_monitoring.checks.fal_ai.cost_limits import judge_spending
from pawpop_monitoring.checks.fal_ai.failures import judge_failures
from pawpop_monitoring.checks.fal_ai.month_pace import judge_month
from pawpop_monitoring.checks.fal_ai.reconciliation import judge_gap
from pawpop_monitoring.checks.fal_ai.request_gap import judge_requests
from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.response_times import judge_response_times
from pawpop_monitoring.domain.readings.fal_ai import FalReading, Unread
from pawpop_monitoring.domain.rules.fal_ai import RESPONSE_TIME
from pawpop_monitoring.domain.sale_days import NO_SALES, SaleDays
from pawpop_monitoring.domain.tracking_bounds import MOST_REQUESTS_A_DAY
from pawpop_monitoring.thresholds import FalThresholds


def judge(reading: FalReading, thresholds: FalThresholds, sales: SaleDays = NO_SALES) -> Judgement:
    """All rules that the reading can answer; the rest is unknown."""
    judgement = Judgement()
    judge_reachability(judgement, reading)
    judge_spending(judgement, reading, thresholds)
    judge_month(judgement, reading, thresholds.fal_monthly_cost_limit, sales)
    judge_gap(judgement, reading.usage, reading.billed_today)
    judge_balance(judgement, reading)
    if isinstance(reading.usage, Unread):
        judgement.unknown(f"Costs, errors and limits are unknown: {reading.usage.reason}")
        return judgement
    if reading.usage.today.requests >= MOST_REQUESTS_A_DAY:
        judgement.unknown(f"More than {MOST_REQUESTS_A_DAY:,} requests were tracked today; the rest is not counted.")
    judge_failures(judgement, reading.usage, thresholds.error_rate_limits, reading.read_at)
    slow = thresholds.fal_response_time_threshold
    judge_response_times(judgement, RESPONSE_TIME, reading.usage.latest_ms, slow, "fal.ai answers slowly")
    judge_requests(judgement, reading.usage.rhythm, reading.read_at)
    judge_capacity(judgement, reading.usage.limits, thresholds.fal_rate_limit_threshold, reading.read_at)
    return judgement

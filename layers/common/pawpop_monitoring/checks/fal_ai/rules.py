"""The rules of the fal.ai check by name, and how their findings begin."""

from typing import Any

from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.service import FAL_AI
from pawpop_monitoring.domain.severity import Severity

UNREACHABLE = "unreachable"
DAILY_COST = "daily_cost"
MONTHLY_COST = "monthly_cost"
COST_GAP = "cost_gap"
RATE_LIMIT = "rate_limit"
ERROR_RATE = "error_rate"


def broken(rule: str, severity: Severity, message: str, **fields: Any) -> Finding:
    """A finding of this service; `fields` are the others of Finding."""
    return Finding(service=FAL_AI, rule=rule, severity=severity, message=message, **fields)

"""The rules `daily_cost` and `monthly_cost`: what was spent, against the limits."""

from decimal import Decimal
from typing import Any

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.domain.readings.fal_ai import Amount, FalUsage, Spend, Unread
from pawpop_monitoring.domain.rules import Rule
from pawpop_monitoring.domain.rules.fal_ai import DAILY_COST, MONTHLY_COST
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.thresholds import FalThresholds


def judge_spending(judgement: Judgement, usage: FalUsage | Unread, billed: Amount, thresholds: FalThresholds) -> None:
    """Both limits. Of today's tracked and billed costs the higher counts, for neither can be made up."""
    _judge_day(judgement, usage, billed, thresholds.fal_daily_cost_limit)
    if isinstance(usage, FalUsage):
        _judge_month(judgement, usage.month, thresholds.fal_monthly_cost_limit)
        if usage.month.unpriced:
            judgement.note(f"{usage.month.unpriced} requests of this month were tracked without a cost.")


def is_amount(cost: Decimal) -> bool:
    """Whether it can be a sum of money spent; NaN, infinity and less than nothing can't."""
    return cost.is_finite() and cost >= 0


def _judge_day(judgement: Judgement, usage: FalUsage | Unread, billed: Amount, limit: float) -> None:
    spend = usage.today if isinstance(usage, FalUsage) else None
    sums = {"trackedUsd": spend.cost if spend else None, "billedUsd": billed}
    known = {name: cost for name, cost in sums.items() if isinstance(cost, Decimal) and is_amount(cost)}
    highest = max(known.values(), default=Decimal(0))
    if _exceeds(highest, limit):
        evidence = {name: float(cost) for name, cost in known.items()} | (_evidence(spend) if spend else {})
        message = "Daily cost limit exceeded"
        finding = DAILY_COST.broken(Severity.HIGH, message, **_numbers(highest, limit), evidence=evidence)
        judgement.bad(finding, ServiceStatus.WARNING)
    elif spend:
        _clear_if_complete(judgement, DAILY_COST, spend, "today")


def _judge_month(judgement: Judgement, spend: Spend, limit: float) -> None:
    if is_amount(spend.cost) and _exceeds(spend.cost, limit):
        message = "Monthly cost limit exceeded"
        numbers, evidence = _numbers(spend.cost, limit), {"trackedUsd": float(spend.cost)} | _evidence(spend)
        finding = MONTHLY_COST.broken(Severity.CRITICAL, message, **numbers, evidence=evidence)
        judgement.bad(finding, ServiceStatus.CRITICAL)
    else:
        _clear_if_complete(judgement, MONTHLY_COST, spend, "this month")


def _clear_if_complete(judgement: Judgement, rule: Rule, spend: Spend, when: str) -> None:
    """A sum that leaves something out is a lower bound: it can break a limit, but not show that it holds."""
    if spend.unusable:
        judgement.unknown(f"The cost of {when} is unknown: {spend.unusable} requests carry a cost that can't be one.")
    elif not is_amount(spend.cost):
        judgement.unknown(f"The cost of {when} is unknown: {spend.cost} is no amount of money.")
    else:
        judgement.clear([rule])


def _numbers(cost: Decimal, limit: float) -> dict[str, Any]:
    return {"value": float(cost), "threshold": limit, "unit": "USD"}


def _exceeds(cost: Decimal, limit: float) -> bool:
    """Strictly; a limit of 49.99 means that very number, not the float next to it."""
    return cost > Decimal(str(limit))


def _evidence(spend: Spend) -> dict[str, Any]:
    evidence: dict[str, Any] = {"requests": spend.requests}
    if spend.requests and is_amount(spend.cost):
        evidence["costPerRequestUsd"] = round(float(spend.cost / spend.requests), 4)
    if spend.costliest_endpoint:
        evidence["costliestEndpoint"] = spend.costliest_endpoint
    if spend.unusable:
        evidence["requestsWithUnusableCost"] = spend.unusable
    return evidence

"""The rules `daily_cost` and `monthly_cost`: what was spent, against the limits."""

from decimal import Decimal
from typing import Any, NamedTuple

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.domain.readings.fal_ai import Amount, FalUsage, Spend, Unread
from pawpop_monitoring.domain.rules import Rule
from pawpop_monitoring.domain.rules.fal_ai import DAILY_COST, MONTHLY_COST
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.thresholds import FalThresholds


class Billed(NamedTuple):
    """What fal.ai bills."""

    today: Amount
    month: Amount


class _Stretch(NamedTuple):
    """A calendar day or month: its rule, how bad it is to go beyond, and what was spent."""

    rule: Rule
    severity: Severity
    message: str
    name: str
    spend: Spend | None
    billed: Amount


def judge_spending(judgement: Judgement, usage: FalUsage | Unread, billed: Billed, thresholds: FalThresholds) -> None:
    """Both limits. Of tracked and billed costs the higher counts, for neither can be made up."""
    known = usage if isinstance(usage, FalUsage) else None
    today = known.today if known else None
    month = known.month if known else None
    day = _Stretch(DAILY_COST, Severity.HIGH, "Daily cost limit exceeded", "today", today, billed.today)
    _judge(judgement, day, thresholds.fal_daily_cost_limit)
    whole = _Stretch(MONTHLY_COST, Severity.CRITICAL, "Monthly cost limit exceeded", "this month", month, billed.month)
    _judge(judgement, whole, thresholds.fal_monthly_cost_limit)
    if month and month.unpriced:
        judgement.note(f"{month.unpriced} requests of this month were tracked without a cost.")


def is_amount(cost: Decimal) -> bool:
    """Whether it can be a sum of money spent; NaN, infinity and less than nothing can't."""
    return cost.is_finite() and cost >= 0


def _judge(judgement: Judgement, stretch: _Stretch, limit: float) -> None:
    spend = stretch.spend
    sums = {"trackedUsd": spend.cost if spend else None, "billedUsd": stretch.billed}
    known = {name: cost for name, cost in sums.items() if isinstance(cost, Decimal) and is_amount(cost)}
    highest = max(known.values(), default=Decimal(0))
    if _exceeds(highest, limit):
        evidence = {name: float(cost) for name, cost in known.items()} | (_evidence(spend) if spend else {})
        finding = stretch.rule.broken(stretch.severity, stretch.message, **_numbers(highest, limit), evidence=evidence)
        critical = stretch.severity is Severity.CRITICAL
        judgement.bad(finding, ServiceStatus.CRITICAL if critical else ServiceStatus.WARNING)
    elif spend:
        _clear_if_complete(judgement, stretch.rule, spend, stretch.name)


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

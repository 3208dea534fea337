"""The rules `daily_cost` and `monthly_cost`: what was spent, against the limits."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.plural import plural
from pawpop_monitoring.domain.readings.fal_ai import Amount, FalReading, FalUsage, Spend, Unread
from pawpop_monitoring.domain.rules import Rule
from pawpop_monitoring.domain.rules.fal_ai import DAILY_COST, MONTHLY_COST
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.thresholds import FalThresholds

_NONE = Decimal(0)


class _Limit(NamedTuple):
    """A rule, how bad it is to go beyond, and how much may be spent, in US dollars."""

    rule: Rule
    severity: Severity
    message: str
    most: float


class _Stretch(NamedTuple):
    """A calendar day or month, and what was spent in it, as the shop tracked and as fal.ai bills it."""

    name: str
    spend: Spend | None
    billed: Amount


def judge_spending(judgement: Judgement, reading: FalReading, thresholds: FalThresholds) -> None:
    """Both limits. Of tracked and billed costs the higher counts, for neither can be made up.

    What ended at midnight is judged with them while its costs come in, unless it was beyond the limit before that.
    """
    known = reading.usage if isinstance(reading.usage, FalUsage) else None
    day = _Limit(DAILY_COST, Severity.HIGH, "Daily cost limit exceeded", thresholds.fal_daily_cost_limit)
    today = _Stretch("today", known.today if known else None, reading.billed_today)
    yesterday = _Stretch("yesterday", known.yesterday if known else None, reading.billed_yesterday)
    _judge(judgement, day, today, _news(known, day.rule, yesterday))
    month = _Limit(MONTHLY_COST, Severity.CRITICAL, "Monthly cost limit exceeded", thresholds.fal_monthly_cost_limit)
    this = _Stretch("this month", known.month if known else None, reading.billed_month)
    last = _Stretch("last month", known.last_month if known else None, reading.billed_last_month)
    _judge(judgement, month, this, _news(known, month.rule, last))
    if isinstance(this.billed, Unread) and not isinstance(today.billed, Unread):
        judgement.unknown(f"What fal.ai bills this month is unknown: {this.billed.reason}")
    if this.spend and this.spend.unpriced:
        judgement.note(f"Tracked without a cost: {plural(this.spend.unpriced, 'request')} of this month.")


def is_amount(cost: Decimal) -> bool:
    """Whether it can be a sum of money spent; NaN, infinity and less than nothing can't."""
    return cost.is_finite() and cost >= 0


def _news(usage: FalUsage | None, rule: Rule, stretch: _Stretch) -> list[_Stretch]:
    """What ended at midnight, if that can still be news."""
    return [stretch] if usage and stretch.spend and rule.key not in usage.broken_at_midnight else []


def _judge(judgement: Judgement, limit: _Limit, current: _Stretch, ended: Sequence[_Stretch]) -> None:
    beyond = next(
        (one for one in (current, *ended) if _exceeds(max(_sums(one).values(), default=_NONE), limit.most)), None
    )
    if beyond:
        when = "" if beyond is current else f" {beyond.name}"
        critical = limit.severity is Severity.CRITICAL
        status = ServiceStatus.CRITICAL if critical else ServiceStatus.WARNING
        judgement.bad(_finding(limit, beyond, f"{limit.message}{when}"), status)
    elif current.spend:
        _clear_if_complete(judgement, limit.rule, current.spend, current)


def _sums(stretch: _Stretch) -> dict[str, Decimal]:
    sums = {"trackedUsd": stretch.spend.cost if stretch.spend else None, "billedUsd": stretch.billed}
    return {name: cost for name, cost in sums.items() if isinstance(cost, Decimal) and is_amount(cost)}


def _finding(limit: _Limit, stretch: _Stretch, message: str) -> Finding:
    sums, spend = _sums(stretch), stretch.spend
    evidence = {name: float(cost) for name, cost in sums.items()} | (_evidence(spend) if spend else {})
    return limit.rule.broken(
        limit.severity,
        message,
        value=float(max(sums.values())),
        threshold=limit.most,
        unit="USD",
        evidence=evidence,
    )


def _clear_if_complete(judgement: Judgement, rule: Rule, spend: Spend, stretch: _Stretch) -> None:
    """A sum that leaves something out is a lower bound: it can break a limit, but not show that it holds."""
    when = stretch.name
    if spend.unusable:
        judgement.unknown(
            f"The cost of {when} is unknown: {plural(spend.unusable, 'request')} with a cost that can't be one."
        )
    elif not is_amount(spend.cost):
        judgement.unknown(f"The cost of {when} is unknown: {spend.cost} is no amount of money.")
    elif isinstance(stretch.billed, Unread):
        # It may be the bill that broke the limit: one that is not read for once ends no alert.
        judgement.undecided([rule])
    else:
        judgement.clear([rule])


def _exceeds(cost: Decimal, limit: float) -> bool:
    """Strictly; a limit of 49.99 means that very number, not the float next to it."""
    return cost > Decimal(str(limit))


def _evidence(spend: Spend) -> dict[str, Any]:
    evidence: dict[str, Any] = {"requests": spend.requests}
    if spend.requests and is_amount(spend.cost):
        evidence["costPerRequestUsd"] = float(f"{spend.cost / spend.requests:.4g}")
    if spend.costliest_endpoint:
        evidence["costliestEndpoint"] = spend.costliest_endpoint
    if spend.unusable:
        evidence["requestsWithUnusableCost"] = spend.unusable
    return evidence

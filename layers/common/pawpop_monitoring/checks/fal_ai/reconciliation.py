"""The rule `cost_gap`: does fal.ai bill what the shop tracked?"""

from decimal import Decimal

from pawpop_monitoring.checks.fal_ai.cost_limits import is_amount
from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.domain.readings.fal_ai import Amount, FalUsage, NotConfigured, Unread
from pawpop_monitoring.domain.rules.fal_ai import COST_GAP
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity

_TOLERATED_SHARE = Decimal("0.10")
_TOLERATED_USD = Decimal(1)
_LAG_HOURS = 3


def judge_gap(judgement: Judgement, usage: FalUsage | Unread, billed: Amount) -> None:
    """Today's gap, if it exceeds a tenth of the higher sum and a dollar."""
    if isinstance(billed, Unread):
        judgement.unknown(f"What fal.ai bills today is unknown: {billed.reason}")
    elif isinstance(billed, NotConfigured):
        judgement.note(f"Billed and tracked costs are not compared. {billed.advice}")
    elif isinstance(usage, FalUsage) and is_amount(billed) and is_amount(usage.today.cost):
        _compare(judgement, usage.today.cost, billed, _not_billed_yet(usage))


def tolerance(tracked: Decimal, billed: Decimal) -> Decimal:
    """The gap in US dollars that is still all right."""
    return max(_TOLERATED_USD, _TOLERATED_SHARE * max(tracked, billed))


def _not_billed_yet(usage: FalUsage) -> Decimal:
    """What the requests of the last hours cost, of which fal.ai's bill need not know yet."""
    recent = max((traffic.succeeded / max(1.0, traffic.period.hours) for traffic in usage.traffic), default=0.0)
    a_request = usage.today.cost / usage.today.requests if usage.today.requests else Decimal(0)
    return a_request * Decimal(recent * _LAG_HOURS)


def _compare(judgement: Judgement, tracked: Decimal, billed: Decimal, not_yet: Decimal) -> None:
    gap, tolerated = abs(billed - tracked), tolerance(tracked, billed)
    if tracked > billed:
        tolerated += not_yet
    if gap <= tolerated:
        judgement.clear([COST_GAP])
        return
    finding = COST_GAP.broken(
        Severity.LOW,
        "More is billed than tracked" if billed > tracked else "More is tracked than billed",
        value=float(gap),
        threshold=float(tolerated),
        unit="USD",
        evidence={"trackedUsd": float(tracked), "billedUsd": float(billed)},
    )
    # fal.ai works as well as ever; it is the shop's bookkeeping that misses something.
    judgement.bad(finding, ServiceStatus.HEALTHY)

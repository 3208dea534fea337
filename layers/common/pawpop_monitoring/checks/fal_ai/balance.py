"""The rule `balance`: is there credit left, and for how long."""

from datetime import timedelta
from decimal import Decimal

from pawpop_monitoring.analytics.credit import credit_days_left
from pawpop_monitoring.checks.fal_ai.cost_limits import is_amount
from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.domain.finding import beside
from pawpop_monitoring.domain.readings.fal_ai import Amount, FalReading, FalUsage, Unread
from pawpop_monitoring.domain.rules.fal_ai import BALANCE
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity

_ENOUGH_DAYS = 3


def judge_balance(judgement: Judgement, reading: FalReading) -> None:
    """Without credit fal.ai refuses every request; credit for less than three days at the present pace is news.

    What is billed may be what makes the pace: without it, enough for the rest is not known to be enough.
    """
    balance = reading.balance
    if isinstance(balance, Unread):
        judgement.unknown(f"The balance at fal.ai is unknown: {balance.reason}")
    if not isinstance(balance, Decimal) or not balance.is_finite():
        return
    pace = _dollars_a_day(reading)
    if (days := _days_left(balance, reading)) is not None:
        judgement.figures["creditDays"] = days
    if balance <= 0:
        _broken(judgement, balance, pace, Severity.CRITICAL, "The credit at fal.ai is used up")
    elif balance < pace * _ENOUGH_DAYS:
        _broken(judgement, balance, pace, Severity.MEDIUM, "The credit at fal.ai is nearly used up")
    elif reading.lacks_a_bill:
        judgement.undecided([BALANCE])
    else:
        judgement.clear([BALANCE])


def _broken(judgement: Judgement, balance: Decimal, pace: Decimal, severity: Severity, message: str) -> None:
    finding = BALANCE.broken(
        severity,
        message,
        value=float(balance),
        threshold=0.0 if severity is Severity.CRITICAL else beside(float(pace * _ENOUGH_DAYS), float(balance)),
        unit="USD",
        evidence={
            "spentADayUsd": round(float(pace), 2),
            "daysLeft": round(float(max(balance, Decimal(0)) / pace), 1) if pace else None,
        },
    )
    critical = severity is Severity.CRITICAL
    judgement.bad(finding, ServiceStatus.CRITICAL if critical else ServiceStatus.WARNING)


def _days_left(balance: Decimal, reading: FalReading) -> float | None:
    """In the shape of the shop's weeks, as the page of insights has it."""
    daily = reading.usage.daily if isinstance(reading.usage, FalUsage) else None
    left = credit_days_left(float(balance), daily.before if daily else ())
    return None if left is None else round(left, 1)


def _dollars_a_day(reading: FalReading) -> Decimal:
    """What a day of this month costs, or today so far if that is more already."""
    usage = reading.usage if isinstance(reading.usage, FalUsage) else None
    today = _highest(usage.today.cost if usage else None, reading.billed_today)
    month = _highest(usage.month.cost if usage else None, reading.billed_month)
    return max(today, month / _days_gone(reading))


def _highest(tracked: Decimal | None, billed: Amount) -> Decimal:
    amounts = (amount for amount in (tracked, billed) if isinstance(amount, Decimal) and is_amount(amount))
    return max(amounts, default=Decimal(0))


def _days_gone(reading: FalReading) -> Decimal:
    """Days so far of the month that the sums are of, one at least; elsewhere it may be the month before or after."""
    now = reading.read_at
    first = reading.month_began or now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return max(Decimal(1), Decimal((now - first) / timedelta(days=1)))

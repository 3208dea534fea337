"""Three rates of payments: what failed for a reason of ours, what banks declined, what customers broke off.

Each counts its own failures among what went well and what failed for no reason of the other two, so that none hides
or feigns another. Payments that Radar blocked are in none.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from pawpop_monitoring.analytics.counts import Counts
from pawpop_monitoring.analytics.looks import looks_back, nested
from pawpop_monitoring.analytics.norm import Demand
from pawpop_monitoring.analytics.rates import RateJudgement, judge_rate
from pawpop_monitoring.checks.stripe.declines import BANK_DECLINES, GIVEN_UP, NOT_OURS
from pawpop_monitoring.domain.readings.stripe import PaymentHistory, Payments

_DAYS_A_YEAR = 365
_MONTHS_A_YEAR = 13
"""Of 28 days, as many as `before` has at most."""

OURS = Demand(typical=Counts(1, 500), fewest=3, false_alarms=0.002)
BANKS = Demand(typical=Counts(10, 100), fewest=10, false_alarms=0.02)
CUSTOMERS = Demand(typical=Counts(5, 100), fewest=10, false_alarms=0.02)


@dataclass(frozen=True, slots=True)
class PaymentRates:
    """How each of the rates stands."""

    ours: RateJudgement
    banks: RateJudgement
    customers: RateJudgement


def judge_payment_rates(history: PaymentHistory, threshold: float) -> PaymentRates:
    """Against `threshold` percent that have to succeed, and against what is usual in this shop."""
    ours = replace(OURS, limit=1 - threshold / 100)
    return PaymentRates(
        ours=_judged(history, ours, lambda code: code not in NOT_OURS),
        banks=_judged(history, BANKS, BANK_DECLINES.__contains__),
        customers=_judged(history, CUSTOMERS, GIVEN_UP.__contains__),
    )


type _Kind = Callable[[str], bool]
"""Whether a code is a failure of that kind; failures of another are left out."""


def _judged(history: PaymentHistory, demand: Demand, kind: _Kind) -> RateJudgement:
    window, before = _counts(history.window, kind), _counts(history.before, kind)
    per_year = max(window.total * _DAYS_A_YEAR, before.total * _MONTHS_A_YEAR)
    return judge_rate(_looks(history, kind), before, demand, per_year, recent=window.failed > 0)


def _looks(history: PaymentHistory, kind: _Kind) -> list[Counts]:
    longer = [_counts(part, kind) for part in (*history.lately, history.window)]
    if not history.latest:
        return nested([_counts(history.newest, kind), *longer])
    codes = [payment.code for payment in history.latest]
    return looks_back([code is not None for code in codes if code is None or kind(code)], longer)


def _counts(payments: Payments, kind: _Kind) -> Counts:
    failed = sum(number for code, number in payments.failed.items() if kind(code))
    return Counts(failed, payments.succeeded + failed)

"""Three rates of payments: what failed for a reason of ours, what banks declined, what customers broke off.

Each counts its own failures among what went well and what failed for no reason of the other two, so that none hides
or feigns another. Payments that Radar blocked are in none. Whose card is declined tries again, so that of declines, and
of what customers broke off, each payer's count once; what fails for a reason of ours does so at every try.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pawpop_monitoring.analytics.counts import Counts
from pawpop_monitoring.analytics.looks import looks_back, nested
from pawpop_monitoring.analytics.norm import Demand
from pawpop_monitoring.analytics.rates import RateJudgement, judge_rate
from pawpop_monitoring.checks.stripe.declines import BANK_DECLINES, GIVEN_UP, NOT_OURS
from pawpop_monitoring.domain.readings.stripe import Payment, PaymentHistory, Payments

_DAYS_A_YEAR = 365
_MONTHS_A_YEAR = 13
"""Of 28 days, as many as `before` has at most."""
_STRETCHES = (timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
"""What `lately` and `window` are of."""

OURS = Demand(typical=Counts(1, 500), fewest=3, false_alarms=0.002)
BANKS = Demand(typical=Counts(10, 100), fewest=10, false_alarms=0.02, least=0.05, steady=3000)
CUSTOMERS = replace(BANKS, typical=Counts(5, 100))
"""One in twenty is what any shop has, be it new here or not: wallets that were only now offered are no trouble."""


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
        ours=_judged(history, ours, lambda code: code not in NOT_OURS, payers=False),
        banks=_judged(history, BANKS, BANK_DECLINES.__contains__),
        customers=_judged(history, CUSTOMERS, GIVEN_UP.__contains__),
    )


type _Kind = Callable[[str], bool]
"""Whether a code is a failure of that kind; failures of another are left out."""


def _judged(history: PaymentHistory, demand: Demand, kind: _Kind, *, payers: bool = True) -> RateJudgement:
    """With `payers`, the failures of one card or customer count once, as far as payments are known one by one."""
    window, before = _counts(history.window, kind), _counts(history.before, kind)
    per_year = max(window.total * _DAYS_A_YEAR, before.total * _MONTHS_A_YEAR)
    latest = [payment for payment in history.latest if payment.code is None or kind(payment.code)]
    again = _tried_again(latest) if payers else frozenset()
    longer = _longer(history, kind, [latest[place].at for place in again])
    newest = [payment.code is not None for place, payment in enumerate(latest) if place not in again]
    looks = looks_back(newest, longer) if history.latest else nested([_counts(history.newest, kind), *longer])
    return judge_rate(looks, before, demand, per_year, recent=window.failed > 0)


def _tried_again(latest: Sequence[Payment]) -> frozenset[int]:
    """Places of the failures after which the same payer failed again; the newest one stands for them."""
    newest: dict[str, int] = {}
    failed = {place: one.payer for place, one in enumerate(latest) if one.code is not None and one.payer is not None}
    return frozenset(place for place, payer in failed.items() if newest.setdefault(payer, place) != place)


def _longer(history: PaymentHistory, kind: _Kind, again: Sequence[datetime]) -> list[Counts]:
    """The sums of the last hours, without those that were tried again."""
    sums = [*history.lately, history.window]
    lengths = _STRETCHES[-len(sums) :]
    now = max((payment.at for payment in history.latest), default=None)
    within = [sum(now is not None and at > now - length for at in again) for length in lengths]
    return [_counts(part, kind).without(Counts(tries, tries)) for part, tries in zip(sums, within, strict=True)]


def _counts(payments: Payments, kind: _Kind) -> Counts:
    failed = sum(number for code, number in payments.failed.items() if kind(code))
    return Counts(failed, payments.succeeded + failed)

"""Three rates of payments: what failed for a reason of ours, what banks declined, what customers broke off.

Each counts its own failures among what went well and what failed for no reason of the other two, so that none hides
or feigns another. Payments that Radar blocked are in none. Whose card is declined tries again, so that of declines, and
of what customers broke off, each payer's count once; what fails for a reason of ours does so at every try.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise

from pawpop_monitoring.analytics.between_looks import BetweenLooks, outlasted_a_hiccup
from pawpop_monitoring.analytics.counts import NONE, Counts
from pawpop_monitoring.analytics.looks import looks_back, nested
from pawpop_monitoring.analytics.norm import Demand
from pawpop_monitoring.analytics.rates import RateJudgement, judge_rate
from pawpop_monitoring.checks.stripe.declines import BANK_DECLINES, GIVEN_UP, NOT_OURS
from pawpop_monitoring.domain.readings.stripe import LATELY, Payment, PaymentHistory, Payments

_DAYS_A_YEAR = 365
_MONTHS_A_YEAR = 13
"""Of 28 days, as many as `before` has at most."""
_WAVE_OVER = timedelta(hours=3)
_DAY = timedelta(days=1)
_JUST_NOW = timedelta(minutes=15)

OURS = Demand(typical=Counts(1, 500), fewest=3, false_alarms=0.002)
BANKS = Demand(typical=Counts(10, 100), fewest=10, false_alarms=0.02, least=0.05, steady=3000)
CUSTOMERS = replace(BANKS, typical=Counts(5, 100))
"""One in twenty is what any shop has, be it new here or not: wallets that were only now offered are no trouble."""


@dataclass(frozen=True, slots=True)
class PaymentRates:
    """How each of the rates stands.

    A wave of `banks` or `customers` that was told `goes_on` while its newest failure is of just now and what there is
    of them is more than chance explains, be it too little for a mail of its own.
    """

    ours: RateJudgement
    banks: RateJudgement
    customers: RateJudgement
    goes_on: bool = False


def judge_payment_rates(history: PaymentHistory, threshold: float, now: datetime | None = None) -> PaymentRates:
    """Against `threshold` percent that have to succeed, and against what is usual in this shop.

    With `now`, a wave of declines is past once none has come for three hours, though little else came either.
    """
    ours = _judged(history, _ours(threshold), _OURS)
    declined, left = (_Kind(codes.__contains__, payers=True, now=now) for codes in (BANK_DECLINES, GIVEN_UP))
    banks, customers = _judged(history, BANKS, declined), _judged(history, CUSTOMERS, left)
    waves = ((banks, declined), (customers, left))
    goes_on = any(rate.is_unexplained and _failed_just_now(history, kind) for rate, kind in waves)
    return PaymentRates(ours, banks, customers, goes_on)


def ours_between_looks(history: PaymentHistory, threshold: float, now: datetime) -> BetweenLooks | None:
    """Our own failures that no look before `now` can have told, though they went on for minutes."""
    latest = [one for one in history.latest if one.code is None or _OURS.has(one.code)]
    failed = [one.code is not None for one in latest]
    failed_at = [one.at for one in latest if one.code is not None]
    demand = _ours(threshold)
    return outlasted_a_hiccup(failed, failed_at, now, lambda newer: _judged(history, demand, _OURS, newer))


def _ours(threshold: float) -> Demand:
    return replace(OURS, limit=1 - threshold / 100)


@dataclass(frozen=True, slots=True)
class _Kind:
    """Which codes are failures of a kind; those of another are left out.

    With `payers`, the failures of one card or customer count once, as far as payments are known one by one. With `now`,
    they come in waves: what lies before some hours without any is no part of the present one, and what is only too much
    over a day is none.
    """

    has: Callable[[str], bool]
    payers: bool = False
    now: datetime | None = None


_OURS = _Kind(lambda code: code not in NOT_OURS)


def _judged(history: PaymentHistory, demand: Demand, kind: _Kind, newer: Counts = NONE) -> RateJudgement:
    """Without the `newer` ones, as it was before they came."""
    window, before = _counts(history.window, kind), _counts(history.before, kind)
    per_year = max(window.total * _DAYS_A_YEAR, before.total * _MONTHS_A_YEAR)
    return judge_rate(_looks(history, kind, newer), before, demand, per_year, recent=window.failed > 0)


def _looks(history: PaymentHistory, kind: _Kind, newer: Counts) -> list[Counts]:
    if not history.latest:
        return nested([_counts(history.newest, kind), *_longer(history, kind, [], None)])
    all_latest = [payment for payment in history.latest if payment.code is None or kind.has(payment.code)]
    past = _past(all_latest, kind.now) if kind.now else None
    latest = [payment for payment in all_latest if past is None or payment.at > past]
    again = _tried_again(latest) if kind.payers else frozenset()
    longer = _longer(history, kind, [latest[place].at for place in again], past)
    failed = [payment.code is not None for place, payment in enumerate(latest) if place not in again]
    return looks_back(failed[newer.total :], [part.without(newer) for part in longer])


def _failed_just_now(history: PaymentHistory, kind: _Kind) -> bool:
    newest = next((one.at for one in history.latest if one.code is not None and kind.has(one.code)), None)
    return newest is not None and kind.now is not None and kind.now - newest <= _JUST_NOW


def _past(latest: Sequence[Payment], now: datetime) -> datetime | None:
    """The newest failure that was followed by some hours without any; None if there is none among these."""
    moments = [now, *(payment.at for payment in latest if payment.code is not None)]
    return next((earlier for later, earlier in pairwise(moments) if later - earlier >= _WAVE_OVER), None)


def _tried_again(latest: Sequence[Payment]) -> frozenset[int]:
    """Places of the failures after which the same payer failed again; the newest one stands for them."""
    newest: dict[str, int] = {}
    failed = {place: one.payer for place, one in enumerate(latest) if one.code is not None and one.payer is not None}
    return frozenset(place for place, payer in failed.items() if newest.setdefault(payer, place) != place)


def _longer(history: PaymentHistory, kind: _Kind, again: Sequence[datetime], past: datetime | None) -> list[Counts]:
    """The sums of the last hours that don't reach back to what is past, without those that were tried again."""
    sums = [*zip(LATELY, history.lately, strict=False), *history.finer]
    if not (kind.now and sums):
        sums.append((_DAY, history.window))
    now = kind.now or max((payment.at for payment in history.latest), default=None)
    longer = []
    for length, part in sums:
        if past is None or (now is not None and now - length > past):
            tries = sum(now is not None and at > now - length for at in again)
            longer.append(_counts(part, kind).without(Counts(tries, tries)))
    return longer


def _counts(payments: Payments, kind: _Kind) -> Counts:
    failed = sum(number for code, number in payments.failed.items() if kind.has(code))
    return Counts(failed, payments.succeeded + failed)

"""The rule on payments: how many of those that could succeed did.

A bank's decline is an everyday answer (five to fifteen in a hundred), which no shop can put right, so with it in
the rate 98 % would be out of reach and the alert a permanent one. So the rate that is judged is that of the
payments that no bank declined. But a broken checkout can also look like declines (a form that garbles card
numbers, stolen cards being tested). So when there are many more declines than is usual in this shop, the rate
with them is judged. Both rates are in the evidence. Payments that Radar blocked are in neither.
"""

from typing import Any

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.stripe.chance import at_least
from pawpop_monitoring.checks.stripe.declines import blocked, declined_by_bank, failed_here
from pawpop_monitoring.checks.stripe.samples import Verdict, judge_rate, too_few
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.readings.stripe import PaymentHistory, Payments, Sample, Unknown
from pawpop_monitoring.domain.rules.stripe import PAYMENT_SUCCESS_RATE
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity

_CHANCE = 1e-4
"""With less chance than this that they are the usual ones, declines are held against the shop."""
_TYPICAL_SHARE = 0.10
_TYPICAL_WEIGHT = 20
"""Until a shop has a history, a tenth of payments declined is taken for usual, as if seen in this many."""


def judge_payments(judgement: Judgement, history: PaymentHistory | Unknown, threshold: float) -> None:
    """Success rate of the payments of 24 hours, each by its last outcome."""
    if isinstance(history, Unknown):
        judgement.unknown(f"Payments: {history.reason}")
        return
    if not _tracked(history):
        judgement.note("No payments were recorded in four weeks, so nothing is said of them.")
        return
    if _unusually_declined(history):
        verdict = judge_rate(_with_declines(history.window), _with_declines(history.newest), threshold)
    else:
        verdict = judge_rate(_without_declines(history.window), _without_declines(history.newest), threshold)
    match verdict:
        case Verdict.GOOD:
            judgement.clear([PAYMENT_SUCCESS_RATE])
        case Verdict.UNKNOWN:
            judgement.unknown(too_few("payments", _without_declines(history.window)))
        case Verdict.BAD:
            judgement.bad(_finding(history, threshold), ServiceStatus.CRITICAL)


def _finding(history: PaymentHistory, threshold: float) -> Finding:
    declines = _unusually_declined(history)
    sample = _with_declines(history.window) if declines else _without_declines(history.window)
    return PAYMENT_SUCCESS_RATE.broken(
        Severity.CRITICAL,
        "Banks decline many more payments than usual" if declines else "Low payment success rate",
        value=round(sample.success_rate or 0.0, 2),
        threshold=threshold,
        unit="%",
        evidence=figures_of(history.window)
        | {
            "usualDeclineShare": round(100 * _usual_share(history.before), 1),
            "failuresByCode": _most_frequent(history.window),
        },
    )


def _unusually_declined(history: PaymentHistory) -> bool:
    sample = _with_declines(history.window)
    return at_least(declined_by_bank(history.window), sample.total, _usual_share(history.before)) < _CHANCE


def _usual_share(before: Payments) -> float:
    """Share of declines in earlier payments; never 0 or 1, as that would be too sure."""
    declined = declined_by_bank(before) + _TYPICAL_SHARE * _TYPICAL_WEIGHT
    return declined / (_with_declines(before).total + _TYPICAL_WEIGHT)


def _tracked(history: PaymentHistory) -> bool:
    return any(part.succeeded or part.failed for part in (history.window, history.newest, history.before))


def _without_declines(payments: Payments) -> Sample:
    failed = failed_here(payments)
    return Sample(payments.succeeded + failed, failed)


def _with_declines(payments: Payments) -> Sample:
    failed = failed_here(payments) + declined_by_bank(payments)
    return Sample(payments.succeeded + failed, failed)


def figures_of(window: Payments) -> dict[str, Any]:
    """The numbers of 24 hours, with both rates in percent."""
    without, including = _without_declines(window).success_rate, _with_declines(window).success_rate
    return {
        "payments24h": _with_declines(window).total,
        "paymentSuccessRate": None if without is None else round(without, 2),
        "paymentSuccessRateWithDeclines": None if including is None else round(including, 2),
        "paymentsFailed": failed_here(window),
        "paymentsDeclinedByBank": declined_by_bank(window),
        "paymentsBlocked": blocked(window),
    }


def _most_frequent(payments: Payments) -> dict[str, int]:
    ranked = sorted(payments.failed.items(), key=lambda item: (-item[1], item[0]))
    return {code or "none given": number for code, number in ranked[:5]}

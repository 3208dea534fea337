"""The rule on payments: how many of those that could succeed did.

A bank's decline is an everyday answer (five to fifteen in a hundred), and so is a customer who presses Cancel: no shop
can put those right, so they are left out of the rate that has to hold. But a broken checkout can look like either (a
form that garbles card numbers, a bank's page that never comes back), and stolen cards are tested by the hundred. So
when there are many more of them than is usual in this shop, that is told as well, as what it is.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from pawpop_monitoring.analytics.rates import RateJudgement, Verdict
from pawpop_monitoring.analytics.words import reason_of
from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.stripe.declines import blocked, declined_by_bank, failed_here, given_up
from pawpop_monitoring.checks.stripe.payment_rates import PaymentRates, judge_payment_rates, ours_between_looks
from pawpop_monitoring.domain.finding import Finding, percent_beside
from pawpop_monitoring.domain.plural import plural
from pawpop_monitoring.domain.readings.stripe import PaymentHistory, Payments, Sample, Unknown
from pawpop_monitoring.domain.rules.stripe import PAYMENT_SUCCESS_RATE
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity


class _Trouble(NamedTuple):
    severity: Severity
    message: str
    rate: RateJudgement


def judge_payments(
    judgement: Judgement, history: PaymentHistory | Unknown, threshold: float, now: datetime | None = None
) -> None:
    """Payments, each by its last outcome, against `threshold` percent and against what is usual in this shop."""
    if isinstance(history, Unknown):
        judgement.unknown(f"Payments: {history.reason}")
        return
    if history.thin:
        judgement.note(
            f"{_thin(history.thin)} not say why one failed: select"
            " payment_intent.succeeded and payment_intent.payment_failed with snapshot payloads at Stripe."
        )
    if not _tracked(history):
        judgement.undecided([PAYMENT_SUCCESS_RATE])
        judgement.note("No payments were recorded in four weeks, so nothing is said of them.")
        return
    rates, message = judge_payment_rates(history, threshold, now), "Low payment success rate"
    if now and rates.ours.verdict is not Verdict.BAD and (over := ours_between_looks(history, threshold, now)):
        rates, message = replace(rates, ours=over.rate), f"Payments {over.in_words}"
    trouble = _trouble(rates, message)
    if trouble:
        critical = trouble.severity is Severity.CRITICAL
        status = ServiceStatus.CRITICAL if critical else ServiceStatus.WARNING
        judgement.bad(_finding(history, rates, trouble, threshold), status)
    else:
        _judge_the_rest(judgement, rates)


def _thin(number: int) -> str:
    came = "a thin notification, which does" if number == 1 else "thin notifications, which do"
    return f"{plural(number, 'payment')} came as {came}"


def _trouble(rates: PaymentRates, ours: str) -> _Trouble | None:
    """The worst that is known, with what to say of our own failures; what has been so for weeks wakes nobody."""
    if rates.ours.verdict is Verdict.BAD and not rates.ours.lasting:
        return _Trouble(Severity.CRITICAL, ours, rates.ours)
    if rates.banks.verdict is Verdict.BAD:
        return _Trouble(Severity.MEDIUM, "Banks decline many more payments than usual", rates.banks)
    if rates.customers.verdict is Verdict.BAD:
        return _Trouble(Severity.MEDIUM, "Many more customers than usual break off their payment", rates.customers)
    if rates.ours.verdict is Verdict.BAD:
        return _Trouble(Severity.MEDIUM, "Low payment success rate, as it has been for weeks", rates.ours)
    return None


def _judge_the_rest(judgement: Judgement, rates: PaymentRates) -> None:
    """An alert ends once our own failures are over: at once where that is clear and nothing else out of the ordinary,
    else when it has been calm for a while, which it is not while a wave goes on. What only seems to be over is told
    again too easily.
    """
    judged = {"Payments": rates.ours, "Declines by banks": rates.banks, "Payments broken off": rates.customers}
    for name, rate in judged.items():
        if rate.strange:
            judgement.doubt(f"{name}: {reason_of(rate)}.")
    if rates.ours.seen.failed and not rates.ours.strange:
        judgement.note(f"Payments: {reason_of(rates.ours)}.")
    if rates.ours.strange or rates.goes_on:
        return
    doubtful = any(rate.strange or rate.fading for rate in (rates.banks, rates.customers))
    say = judgement.clear if rates.ours.verdict is Verdict.GOOD and not doubtful else judgement.undecided
    say([PAYMENT_SUCCESS_RATE])


def _finding(history: PaymentHistory, rates: PaymentRates, trouble: _Trouble, threshold: float) -> Finding:
    seen, ours = trouble.rate.seen, trouble.rate is rates.ours
    return PAYMENT_SUCCESS_RATE.broken(
        trouble.severity,
        trouble.message,
        value=percent_beside(100 * (1 - seen.share), threshold),
        threshold=threshold if ours else None,
        unit="%",
        evidence={"reason": reason_of(trouble.rate), "judgedPayments": seen.total}
        | figures_of(history.window)
        | {
            "usualDeclineShare": round(100 * rates.banks.usual.share, 1),
            "failuresByCode": _most_frequent(history.window),
        },
    )


def _tracked(history: PaymentHistory) -> bool:
    return any(part.succeeded or part.failed for part in (history.window, history.newest, history.before))


def figures_of(window: Payments) -> dict[str, Any]:
    """The numbers of 24 hours, with both rates in percent."""
    ours, banks = failed_here(window), declined_by_bank(window)
    without = Sample(window.succeeded + ours, ours).rounded_rate
    including = Sample(window.succeeded + ours + banks, ours + banks).rounded_rate
    return {
        "payments24h": window.succeeded + ours + banks,
        "paymentSuccessRate": without,
        "paymentSuccessRateWithDeclines": including,
        "paymentsFailed": ours,
        "paymentsDeclinedByBank": banks,
        "paymentsGivenUp": given_up(window),
        "paymentsBlocked": blocked(window),
    }


def _most_frequent(payments: Payments) -> dict[str, int]:
    ranked = sorted(payments.failed.items(), key=lambda item: (-item[1], item[0]))
    return {code or "none given": number for code, number in ranked[:5]}

"""The rule on payments: what counts as a failure, what is left out, and when declines do count."""

import pytest

from pawpop_monitoring.domain.readings.stripe import PaymentHistory, Payments, Unknown
from tests.unit.checks.stripe.readings import ALL_RULES, found, judged, make_history, make_payments

RULE = "stripe:payment_success_rate"
LOW = ["payment_success_rate critical", "critical"]


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        (make_payments(99, processing_error=1), ["healthy"]),
        (make_payments(98, processing_error=2), ["healthy"]),
        (make_payments(97, processing_error=3), LOW),
        (make_payments(97, none=3), LOW),
        (make_payments(97, a_code_of_next_year=3), LOW),
        (make_payments(97, authentication_required=3), LOW),
        (make_payments(0, api_error=20), LOW),
        (make_payments(18, processing_error=2), LOW),
        (make_payments(19, processing_error=1), ["healthy"]),
        (make_payments(90, card_declined=10), ["healthy"]),
        (make_payments(90, insufficient_funds=5, expired_card=5), ["healthy"]),
        (make_payments(100, fraudulent=300), ["healthy"]),
        (make_payments(90, card_declined=8, processing_error=3), LOW),
    ],
)
def test_rule(window: Payments, expected: list[str]) -> None:
    assert found(judged(payments=make_history(window))) == expected


@pytest.mark.parametrize(
    "history",
    [
        make_history(make_payments(17, processing_error=2), newest=make_payments(17, processing_error=2)),
        make_history(make_payments(3), newest=make_payments(3)),
        make_history(make_payments(3, processing_error=2), newest=make_payments(18, processing_error=2)),
        make_history(make_payments(0, card_declined=3), newest=make_payments(1, card_declined=3)),
    ],
)
def test_a_sample_that_proves_nothing_raises_and_clears_nothing(history: PaymentHistory) -> None:
    judgement = judged(payments=history)
    assert found(judgement) == ["unknown"]
    assert judgement.good == ALL_RULES - {RULE}


@pytest.mark.parametrize(
    ("window", "before", "bad"),
    [
        (make_payments(50, card_declined=25), make_payments(950, card_declined=50), True),
        (make_payments(50, card_declined=25), make_payments(650, card_declined=350), False),
        (make_payments(70, card_declined=5), make_payments(950, card_declined=50), False),
        (make_payments(10, card_declined=15), make_payments(0), True),
        (make_payments(0, card_declined=19), make_payments(0), False),
        (make_payments(0, card_declined=20), make_payments(0, card_declined=500), False),
    ],
)
def test_declines_count_once_there_are_many_more_than_is_usual_here(
    window: Payments, before: Payments, bad: bool
) -> None:
    findings = judged(payments=make_history(window, before=before)).findings
    assert [finding.rule for finding in findings] == ["payment_success_rate"] * bad


def test_both_rates_are_in_the_evidence() -> None:
    (finding,) = judged(payments=make_history(make_payments(90, card_declined=10, processing_error=10))).findings
    assert (finding.value, finding.threshold, finding.unit) == (90.0, 98.0, "%")
    assert finding.evidence["paymentSuccessRate"] == 90.0
    assert finding.evidence["paymentSuccessRateWithDeclines"] == 81.82
    assert finding.evidence["failuresByCode"] == {"card_declined": 10, "processing_error": 10}


def test_a_surge_of_declines_shows_the_rate_that_was_judged() -> None:
    window, before = make_payments(50, card_declined=50), make_payments(950, card_declined=50)
    (finding,) = judged(payments=make_history(window, before=before)).findings
    assert finding.message == "Banks decline many more payments than usual"
    assert (finding.value, finding.evidence["usualDeclineShare"]) == (50.0, 5.1)


def test_a_shop_that_records_no_payments_is_not_blamed_for_it() -> None:
    judgement = judged(payments=make_history(Payments(), newest=Payments()))
    assert found(judgement) == ["healthy"]
    assert RULE not in judgement.good
    assert any("No payments" in note for note in judgement.notes)


def test_what_could_not_be_read_is_unknown() -> None:
    judgement = judged(payments=Unknown("Run `make migrate`."))
    assert found(judgement) == ["unknown"]
    assert judgement.good == ALL_RULES - {RULE}

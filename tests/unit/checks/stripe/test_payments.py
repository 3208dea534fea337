"""The rule on payments: what counts as a failure, what is left out, and when declines do count."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pawpop_monitoring.domain.readings.stripe import Payment, Payments, Unknown
from tests.factories import NOW
from tests.unit.checks.stripe.readings import ALL_RULES, found, judged, make_history, make_payments

RULE = "stripe:payment_success_rate"
LOW = ["payment_success_rate critical", "critical"]
MANY = ["payment_success_rate medium", "warning"]
MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        (make_payments(99, processing_error=1), ["healthy"]),
        (make_payments(98, processing_error=2), ["healthy"]),
        (make_payments(97, processing_error=3), ["warning"]),  # 3 %, which may well be chance: said, not told
        (make_payments(90, processing_error=10), LOW),
        (make_payments(90, none=10), LOW),
        (make_payments(90, a_code_of_next_year=10), LOW),
        (make_payments(0, api_error=20), LOW),
        (make_payments(15, processing_error=5), LOW),
        (make_payments(19, processing_error=1), ["healthy"]),
        (make_payments(90, card_declined=10), ["healthy"]),
        (make_payments(90, insufficient_funds=5, expired_card=5), ["healthy"]),
        (make_payments(100, fraudulent=300), ["healthy"]),
        # Debits and subscriptions: a bank account is no less the customer's than a card is.
        (make_payments(90, account_closed=2, debit_not_authorized=1, refer_to_customer=1, no_account=1), ["healthy"]),
        (
            make_payments(90, card_decline_rate_limit_exceeded=4, india_recurring_payment_mandate_canceled=4),
            ["healthy"],
        ),
        (make_payments(90, debit_not_authorized=60), MANY),
        (make_payments(90, card_declined=8, processing_error=9), LOW),
        # A small shop: ten of ten are an alert, three of three as well, five that succeed are healthy.
        (make_payments(0, processing_error=10), LOW),
        (make_payments(0, processing_error=3), LOW),
        (make_payments(3, processing_error=2), ["warning"]),
        (make_payments(4, processing_error=1), ["healthy"]),
        (make_payments(5), ["healthy"]),
        # The customer's own doing, now and then.
        (make_payments(30, payment_method_customer_decline=2), ["healthy"]),
        (make_payments(30, payment_intent_payment_attempt_expired=2), ["healthy"]),
        (make_payments(30, authentication_required=2), ["healthy"]),
        # And many at once.
        (make_payments(30, payment_method_customer_decline=30), MANY),
        (make_payments(30, payment_intent_payment_attempt_expired=30), MANY),
    ],
)
def test_rule(window: Payments, expected: list[str]) -> None:
    assert found(judged(payments=make_history(window))) == expected


@pytest.mark.parametrize(
    ("window", "newest", "before", "expected"),
    [
        # A short and heavy failure in a large shop.
        (
            make_payments(4350, processing_error=50),
            make_payments(10, processing_error=10),
            make_payments(120_000, processing_error=240),
            LOW,
        ),
        # The same number of failures over the whole day, as on every day.
        (
            make_payments(4350, processing_error=50),
            make_payments(19, processing_error=1),
            make_payments(120_000, processing_error=1400),
            ["healthy"],
        ),
        # Failures for forty minutes at noon, and twenty successes since.
        (make_payments(260, processing_error=20), make_payments(20), make_payments(12600), ["healthy"]),
        # The day before yesterday's trouble, and ten successes since.
        (make_payments(10), make_payments(10, processing_error=10), make_payments(0, processing_error=22), ["healthy"]),
        # Three in a row where payments never fail.
        (make_payments(7, processing_error=3), make_payments(0, processing_error=3), make_payments(280), LOW),
        # It has been so for weeks.
        (
            make_payments(420, processing_error=40),
            make_payments(18, processing_error=2),
            make_payments(11500, processing_error=1100),
            MANY,
        ),
    ],
)
def test_what_is_usual_and_what_is_new_decide(
    window: Payments, newest: Payments, before: Payments, expected: list[str]
) -> None:
    assert found(judged(payments=make_history(window, newest, before))) == expected


def test_a_fresh_sample_ends_what_the_day_still_holds() -> None:
    over = make_history(make_payments(260, processing_error=20), make_payments(20), make_payments(12600))
    going_on = make_history(
        make_payments(260, processing_error=20), make_payments(10, processing_error=10), make_payments(12600)
    )
    assert RULE in judged(payments=over).good
    assert RULE not in judged(payments=going_on).good


def test_the_latest_payments_one_by_one_tell_sooner() -> None:
    codes = ["processing_error"] * 3 + [None] * 47
    latest = tuple(Payment(NOW - 2 * place * MINUTE, code) for place, code in enumerate(codes))
    window, before = make_payments(447, processing_error=3), make_payments(12600)
    history = make_history(window, make_payments(17, processing_error=3), before)
    assert found(judged(payments=replace(history, latest=latest))) == LOW


@pytest.mark.parametrize(
    ("payers", "code", "expected"),
    [
        (1, "card_declined", ["healthy"]),  # one card that is tried fifty times
        (3, "card_declined", ["healthy"]),
        (50, "card_declined", MANY),
        (0, "card_declined", MANY),  # nobody knows whose they are
        (1, "payment_method_customer_decline", ["healthy"]),
        (1, "processing_error", LOW),  # is not the card's doing
    ],
)
def test_declines_of_one_card_count_once(payers: int, code: str, expected: list[str]) -> None:
    tries = [Payment(NOW - place * MINUTE / 2, code, f"{place % payers}" if payers else None) for place in range(50)]
    well = [Payment(NOW - (30 + place) * MINUTE) for place in range(20)]
    hours = make_payments(20, **{code: 50})
    history = make_history(hours, make_payments(0, **{code: 20}), make_payments(560, card_declined=34))
    assert found(judged(payments=replace(history, latest=(*tries, *well), lately=(hours, hours)))) == expected


def test_failures_that_may_be_chance_neither_raise_nor_clear() -> None:
    judgement = judged(payments=make_history(make_payments(3, processing_error=2)))
    assert judgement.good == ALL_RULES - {RULE}
    assert judgement.notes == ["Payments: 2 of 5 failed; usual are 1 in 500; by chance once in 10^4."]


@pytest.mark.parametrize(
    ("window", "before", "bad"),
    [
        (make_payments(50, card_declined=25), make_payments(950, card_declined=50), True),
        (make_payments(50, card_declined=25), make_payments(650, card_declined=350), False),
        (make_payments(70, card_declined=5), make_payments(950, card_declined=50), False),
        (make_payments(10, card_declined=15), make_payments(0), True),
        (make_payments(0, card_declined=20), make_payments(0, card_declined=500), False),
        # One customer tries eight times.
        (make_payments(12, card_declined=8), make_payments(526, card_declined=34), False),
        # Stolen cards are tested.
        (make_payments(12, card_declined=60), make_payments(526, card_declined=34), True),
        # A large shop's ordinary day, of which a thousand payments before tell little.
        (make_payments(4237, card_declined=163), make_payments(938, card_declined=22), False),
    ],
)
def test_declines_are_told_once_there_are_many_more_than_is_usual_here(
    window: Payments, before: Payments, bad: bool
) -> None:
    assert found(judged(payments=make_history(window, before=before))) == (MANY if bad else ["healthy"])


def test_both_rates_are_in_the_evidence() -> None:
    (finding,) = judged(payments=make_history(make_payments(90, card_declined=10, processing_error=10))).findings
    assert (finding.value, finding.threshold, finding.unit) == (90.0, 98.0, "%")
    assert finding.evidence["reason"] == "10 of 100 failed; usual are 1 in 500; by chance once in 10^7"
    assert finding.evidence["paymentSuccessRate"] == 90.0
    assert finding.evidence["paymentSuccessRateWithDeclines"] == 81.82
    assert finding.evidence["failuresByCode"] == {"card_declined": 10, "processing_error": 10}


def test_a_surge_of_declines_shows_the_rate_that_was_judged() -> None:
    window, before = make_payments(50, card_declined=50), make_payments(950, card_declined=50)
    (finding,) = judged(payments=make_history(window, before=before)).findings
    assert finding.message == "Banks decline many more payments than usual"
    assert (finding.value, finding.threshold, finding.evidence["usualDeclineShare"]) == (50.0, None, 5.5)


def test_a_shop_that_records_no_payments_is_not_blamed_for_it() -> None:
    judgement = judged(payments=make_history(Payments(), newest=Payments()))
    assert found(judgement) == ["healthy"]
    assert RULE not in judgement.good
    assert RULE in judgement.unclear
    assert any("No payments" in note for note in judgement.notes)


def test_what_could_not_be_read_is_unknown() -> None:
    judgement = judged(payments=Unknown("Run `make migrate`."))
    assert found(judgement) == ["unknown"]
    assert judgement.good == ALL_RULES - {RULE}


@pytest.mark.parametrize(("cancelled", "expected"), [(11, ["healthy"]), (20, ["healthy"])])
def test_wallets_that_were_only_now_offered_are_no_trouble(cancelled: int, expected: list[str]) -> None:
    """None of twelve thousand was broken off before, and one in forty is today."""
    window = make_payments(400 - cancelled, payment_method_customer_decline=cancelled)
    newest = make_payments(19, payment_method_customer_decline=1)
    assert found(judged(payments=make_history(window, newest, make_payments(12_000)))) == expected


def test_declines_that_only_seem_to_be_over_end_nothing_yet() -> None:
    """Some in a row go well now and then, also while seven in ten do not."""
    code = "payment_method_customer_decline"
    hours, before = make_payments(30, **{code: 70}), make_payments(560)
    tries: list[str | None] = [code, code, None, code, code, code, None] * 7
    latest = [Payment(NOW - place * MINUTE, one) for place, one in enumerate([*[None] * 5, *tries])]
    history = replace(make_history(hours, hours, before), latest=tuple(latest), lately=(hours, hours))
    judgement = judged(payments=history)
    assert (found(judgement), RULE in judgement.good, RULE in judgement.unclear) == (["healthy"], False, True)


@pytest.mark.parametrize(
    ("since", "minutes_ago", "goes_on"),
    [
        ("x.xx.xxx..x..x.x..", 0, True),  # nine of sixteen, one too few for a mail
        ("x.xx.xxx..x..x.x..", 15, True),
        ("x.xx.xxx..x..x.x..", 16, False),
        ("xx......", 0, True),
        ("x.......", 0, False),  # as one in twenty is everywhere
        (".xx.xxx..x..x.x..", 0, True),
    ],
)
def test_it_is_not_calm_while_a_wave_goes_on(since: str, minutes_ago: int, goes_on: bool) -> None:
    """After twenty that were broken off in a row, of which it seems for a moment that they are over."""
    code = "payment_intent_payment_attempt_expired"
    tries = since + 20 * "x" + 80 * "."
    latest = [Payment(NOW - (minutes_ago + 4 * place) * MINUTE, code if each == "x" else None)
              for place, each in enumerate(tries)]  # fmt: skip
    failed = {code: tries.count("x")}
    history = make_history(make_payments(200, **failed), make_payments(0, **{code: 1}), make_payments(11_200))
    judgement = judged(payments=replace(history, latest=tuple(latest)))
    assert (judgement.findings, RULE in judgement.good) == ([], False)
    assert (RULE in judgement.unclear) is not goes_on


def test_two_strays_hours_later_do_not_bring_a_wave_back() -> None:
    """Eighty stolen cards at noon; four of thirteen customers are declined since."""
    since = [Payment(NOW - 20 * place * MINUTE, "card_declined" if place % 4 == 0 else None) for place in range(13)]
    wave = [Payment(NOW - (480 + place / 2) * MINUTE, "card_declined") for place in range(80)]
    window, hours = make_payments(15, card_declined=84), make_payments(9, card_declined=4)
    history = make_history(window, hours, make_payments(530, card_declined=35))
    judgement = judged(payments=replace(history, latest=(*since, *wave), lately=(make_payments(3), hours)))
    assert found(judgement) == ["healthy"]


def test_a_wave_of_declines_is_past_after_three_hours_without_one() -> None:
    """In a shop in which nobody else buys anything either, the evening through."""
    wave = tuple(Payment(NOW - (240 + place) * MINUTE, "card_declined") for place in range(80))
    day = make_payments(2, card_declined=80)
    history = replace(make_history(day, make_payments(0), make_payments(560)), lately=(make_payments(0), day))
    past = judged(payments=replace(history, latest=wave))
    again = judged(payments=replace(history, latest=(Payment(NOW - 30 * MINUTE, "card_declined"), *wave)))
    assert (found(past), RULE in past.good, found(again)) == (["healthy"], True, ["healthy"])


@pytest.mark.parametrize("step", [9, 20])  # 9,600 and 4,300 a day
@pytest.mark.parametrize(
    ("seconds", "since_the_end", "expected"),
    [
        (175, 120, LOW),  # between two looks
        (240, 60, LOW),
        (345, 60, LOW),
        (110, 120, ["healthy"]),
        (345, 155, ["healthy"]),  # an earlier look has told it
        (1500, 200, ["healthy"]),
    ],
)
def test_payments_that_failed_for_minutes_between_two_looks_are_told(
    step: int, seconds: int, since_the_end: int, expected: list[str]
) -> None:
    ages = range(1, 3600, step)
    failed = [since_the_end <= age <= since_the_end + seconds for age in ages]
    latest = tuple(
        Payment(NOW - timedelta(seconds=age), "processing_error" if bad else None)
        for age, bad in zip(ages, failed, strict=True)
    )
    history = replace(
        make_history(make_payments(86_400 // step - sum(failed), processing_error=sum(failed))),
        latest=latest[:200],
        before=make_payments(2_300_000 // step, processing_error=200),
    )
    assert found(judged(payments=history)) == expected


@pytest.mark.parametrize(
    ("thin", "words"),
    [(1, "1 payment came as a thin notification, which does not say"), (2, "2 payments came as thin notifications,")],
)
def test_thin_notifications_are_counted(thin: int, words: str) -> None:
    judgement = judged(payments=replace(make_history(make_payments()), thin=thin))
    assert [note for note in judgement.notes if note.startswith(words)]

"""What the check reads of the shop's records, on a real Postgres."""

from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest

from pawpop_monitoring.domain.looked_back import LOOKED_BACK
from pawpop_monitoring.domain.readings.stripe import (
    LATELY,
    Deliveries,
    PaymentHistory,
    Payments,
    Sample,
)
from pawpop_monitoring.storage.stripe_events import PostgresStripeEvents
from tests.factories import NOW
from tests.integration.checks.stripe.records import insert, insert_payment, spread

pytestmark = pytest.mark.integration

HOUR, DAY, MINUTE, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1), timedelta(seconds=1)
FINER = [length for length in LOOKED_BACK if length not in LATELY]


@pytest.fixture
def deliveries(events: PostgresStripeEvents) -> Callable[[], Deliveries]:
    def read() -> Deliveries:
        answer = events.read(NOW).deliveries
        assert isinstance(answer, Deliveries)
        return answer

    return read


@pytest.fixture
def payments(events: PostgresStripeEvents) -> Callable[[], PaymentHistory]:
    def read() -> PaymentHistory:
        answer = events.read(NOW).payments
        assert isinstance(answer, PaymentHistory)
        return answer

    return read


def test_failures_of_last_night_that_successes_followed_are_no_run(
    direct: psycopg.Connection, deliveries: Callable[[], Deliveries]
) -> None:
    insert(direct, spread(4, 20 * HOUR, 19 * HOUR), status="failed")
    insert(direct, spread(496, 18 * HOUR))
    found = deliveries()
    assert (found.window, found.newest, found.failed_in_a_row) == (Sample(500, 4), Sample(20, 0), 0)
    assert found.last_event_type == "payment_intent.succeeded"


def test_the_weeks_before_and_the_last_hours_are_told_apart(
    direct: psycopg.Connection, deliveries: Callable[[], Deliveries]
) -> None:
    insert(direct, spread(10, 27 * DAY, 2 * DAY))
    insert(direct, spread(3, 20 * DAY, 10 * DAY), status="failed")
    insert(direct, spread(6, 5 * HOUR, 2 * HOUR))
    insert(direct, [30 * MINUTE], status="failed", event_type="charge.refunded")
    insert(direct, [10 * MINUTE], processing_time=None)
    found = deliveries()
    assert (found.before, found.window, found.lately) == (Sample(13, 3), Sample(7, 1), (Sample(1, 1), Sample(7, 1)))
    assert (found.latest[:8], len(found.latest)) == ((True, *(False,) * 7), 20)
    assert found.latest_by_type == {"charge.refunded": (True,), "payment_intent.succeeded": (False,) * 8}


AGES = [number * 13 * MINUTE for number in range(1, 100)]


def counted(length: timedelta) -> tuple[int, int]:
    """How many of those went well in such a time up to now, and how many failed: every second one."""
    return sum(age <= length for age in AGES[::2]), sum(age <= length for age in AGES[1::2])


def test_events_are_summed_up_over_ever_longer_stretches(
    direct: psycopg.Connection, deliveries: Callable[[], Deliveries]
) -> None:
    insert(direct, AGES[::2])
    insert(direct, AGES[1::2], status="failed")
    found = deliveries()
    assert [(one.total - one.failed, one.failed) for one in found.finer] == [counted(length) for length in FINER]
    assert [(one.total - one.failed, one.failed) for one in found.lately] == [counted(length) for length in LATELY]


def test_payments_are_summed_up_over_ever_longer_stretches(
    direct: psycopg.Connection, payments: Callable[[], PaymentHistory]
) -> None:
    for number, age in enumerate(AGES):
        insert_payment(direct, f"pi_{number}", age, "failed" if number % 2 else "succeeded", "expired_card")
    insert_payment(direct, "pi_rescued", 4 * HOUR, "failed", "card_declined")
    insert_payment(direct, "pi_rescued", HOUR, "succeeded")
    found = payments()
    assert [length for length, _ in found.finer] == FINER
    sums = dict(found.finer) | dict(zip(LATELY, found.lately, strict=True))
    for length, one in sums.items():
        succeeded, failed = counted(length)
        assert (one.succeeded, dict(one.failed)) == (
            succeeded + (length >= HOUR),
            {"expired_card": failed} if failed else {},
        )


def test_three_failures_just_now_are_a_run(direct: psycopg.Connection, deliveries: Callable[[], Deliveries]) -> None:
    insert(direct, spread(496, 18 * HOUR, HOUR))
    insert(direct, [3 * MINUTE, 2 * MINUTE], status="failed", error_message="500")
    insert(direct, [MINUTE], status="failed", error_message="timeout " * 100, event_type="charge.refunded")
    found = deliveries()
    assert (found.failed_in_a_row, found.failing_since, found.window) == (3, NOW - 3 * MINUTE, Sample(499, 3))
    assert (found.last_error, found.last_event_type) == (("timeout " * 100)[:300], "charge.refunded")
    assert found.last_failed_at == NOW - MINUTE
    assert found.failed_at == (NOW - MINUTE, NOW - 2 * MINUTE, NOW - 3 * MINUTE)


def test_a_run_is_counted_in_the_order_of_time_not_of_arrival(
    direct: psycopg.Connection, deliveries: Callable[[], Deliveries]
) -> None:
    insert(direct, [MINUTE, 2 * MINUTE, 4 * MINUTE], status="failed")
    insert(direct, [3 * MINUTE])
    assert deliveries().failed_in_a_row == 2


def test_at_the_same_moment_the_later_row_is_the_later_event(
    direct: psycopg.Connection, deliveries: Callable[[], Deliveries]
) -> None:
    insert(direct, [MINUTE])
    insert(direct, [MINUTE] * 3, status="failed")
    assert deliveries().failed_in_a_row == 3


def test_failures_of_the_moment_of_the_last_success_count_if_they_came_after_it(
    direct: psycopg.Connection, deliveries: Callable[[], Deliveries]
) -> None:
    insert(direct, [2 * DAY], status="success")
    insert(direct, [DAY] * 2, status="failed")
    insert(direct, [DAY])
    insert(direct, [DAY, DAY, HOUR, SECOND], status="failed")
    insert(direct, [-10 * MINUTE])
    assert (deliveries().failed_in_a_row, deliveries().failing_since) == (4, NOW - DAY)


@pytest.mark.parametrize("age", [-4 * MINUTE, timedelta(), MINUTE, 7 * MINUTE, 27 * DAY])
def test_a_success_ends_a_run_wherever_it_is(
    direct: psycopg.Connection, deliveries: Callable[[], Deliveries], age: timedelta
) -> None:
    insert(direct, [28 * DAY + HOUR, 28 * DAY, *[age + 3 * SECOND] * 2], status="failed")
    assert deliveries().failed_in_a_row == 3
    insert(direct, [age + SECOND])
    insert(direct, [age], status="failed")
    assert (deliveries().failed_in_a_row, deliveries().failing_since) == (1, NOW - age)


def test_the_window_takes_its_start_in_and_what_makes_no_sense_is_left_out(
    direct: psycopg.Connection, deliveries: Callable[[], Deliveries]
) -> None:
    insert(direct, [DAY, DAY + SECOND, timedelta(), -MINUTE, -365 * DAY], status="failed")
    assert deliveries().window == Sample(3, 3)
    assert deliveries().failed_in_a_row == 4


def test_a_delivery_that_was_only_seen_neither_counts_nor_ends_a_run(
    direct: psycopg.Connection, deliveries: Callable[[], Deliveries]
) -> None:
    insert(direct, [4 * MINUTE])
    insert(direct, [3 * MINUTE, 2 * MINUTE], status="failed")
    insert(direct, [MINUTE], processing_time=None)
    assert (deliveries().failed_in_a_row, deliveries().window) == (2, Sample(3, 2))


def test_an_empty_table_tells_nothing(deliveries: Callable[[], Deliveries], events: PostgresStripeEvents) -> None:
    none = Sample(0, 0)
    assert deliveries() == Deliveries(window=none, newest=none, failed_in_a_row=0, lately=(none, none))
    nobody = Payments()
    assert events.read(NOW).payments == PaymentHistory(
        window=nobody, newest=nobody, before=nobody, lately=(nobody, nobody)
    )
    assert events.read(NOW).rhythm is None


def test_a_payment_that_was_tried_again_counts_once_by_its_last_outcome(
    direct: psycopg.Connection, payments: Callable[[], PaymentHistory]
) -> None:
    insert_payment(direct, "pi_retried", 3 * HOUR, "failed", "card_declined")
    insert_payment(direct, "pi_retried", 2 * HOUR, "failed", "expired_card")
    insert_payment(direct, "pi_retried", HOUR, "succeeded")
    insert_payment(direct, "pi_lost", 2 * HOUR, "failed", "processing_error")
    insert_payment(direct, "pi_lost", HOUR, "failed", "card_declined")
    insert_payment(direct, "pi_out_of_order", 2 * HOUR, "succeeded")
    insert_payment(direct, "pi_out_of_order", HOUR, "failed", None)
    insert_payment(direct, "pi_no_reason", HOUR, "failed", None)
    insert(direct, [HOUR])
    expected = Payments(succeeded=2, failed={"card_declined": 1, "": 1})
    found = payments()
    assert (found.window, found.newest, found.before, found.lately[1]) == (expected, expected, Payments(), expected)
    assert sorted(payment.code or "-" for payment in found.latest) == ["-", "-", "-", "card_declined"]


def test_payments_are_told_by_when_they_were(
    direct: psycopg.Connection, payments: Callable[[], PaymentHistory]
) -> None:
    for number, age in enumerate(spread(30, 40 * DAY, 25 * DAY)):
        insert_payment(direct, f"pi_old_{number}", age, "failed", "card_declined")
    for number, age in enumerate(spread(50, 10 * DAY, 2 * DAY)):
        insert_payment(direct, f"pi_before_{number}", age, "succeeded")
    for number in range(5):
        insert_payment(direct, f"pi_now_{number}", HOUR, "failed", "processing_error")
    found = payments()
    assert found.window == Payments(succeeded=0, failed={"processing_error": 5})
    assert found.newest == Payments(succeeded=15, failed={"processing_error": 5})
    assert found.before == Payments(succeeded=50, failed={"card_declined": 6})


def test_a_payment_on_both_sides_of_the_window_counts_before_it_if_it_succeeded_there(
    direct: psycopg.Connection, payments: Callable[[], PaymentHistory]
) -> None:
    insert_payment(direct, "pi_rescued", DAY + HOUR, "failed", "card_declined")
    insert_payment(direct, "pi_rescued", HOUR, "succeeded")
    insert_payment(direct, "pi_refused", DAY + HOUR, "succeeded")
    insert_payment(direct, "pi_refused", HOUR, "failed", "expired_card")
    assert payments().window == Payments(succeeded=1, failed={"expired_card": 1})
    assert payments().before == Payments(succeeded=1)


def test_what_happens_to_a_payment_in_the_future_is_left_out(
    direct: psycopg.Connection, payments: Callable[[], PaymentHistory]
) -> None:
    insert_payment(direct, "pi_1", HOUR, "failed", "card_declined")
    insert_payment(direct, "pi_1", -HOUR, "succeeded")
    insert_payment(direct, "pi_2", HOUR, "succeeded")
    insert_payment(direct, "pi_2", -HOUR, "failed", "expired_card")
    insert_payment(direct, "pi_3", -HOUR, "failed", "expired_card")
    assert payments().window == Payments(succeeded=1, failed={"card_declined": 1})


def test_the_window_begins_at_a_full_five_minutes(direct: psycopg.Connection, events: PostgresStripeEvents) -> None:
    for age in (DAY, DAY + SECOND):
        insert_payment(direct, f"pi_{age}", age, "succeeded")
    for minutes, expected in ((0, 1), (4, 1), (5, 0)):
        found = events.read(NOW + minutes * MINUTE)
        assert isinstance(found.payments, PaymentHistory)
        assert isinstance(found.deliveries, Deliveries)
        assert (found.payments.window.succeeded, found.deliveries.window.total) == (expected, expected)
        assert found.payments.before.succeeded == 2 - expected

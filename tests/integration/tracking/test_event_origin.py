"""What an event says of itself decides where it counts: live or test, ours or a connected account's, and when."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest

from pawpop_monitoring.checks.stripe.check import StripeCheck
from pawpop_monitoring.contracts.tracking_records import StripeEventRecord
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.domain.readings.stripe import Deliveries, PaymentHistory, Payments, Rhythm
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.record_writer import Recorder
from pawpop_monitoring.storage.stripe_events import PostgresStripeEvents
from pawpop_monitoring.thresholds import StripeThresholds
from tests.factories import NOW
from tests.integration.tracking.records import events_in, make_event_record

pytestmark = pytest.mark.integration

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def recorder(database: Database) -> Recorder:
    return Recorder(database)


@pytest.fixture
def check(database: Database) -> Callable[[], Observation]:
    """The whole check, over a minute later."""
    source, now = PostgresStripeEvents(database, ZoneInfo("UTC")), NOW + timedelta(minutes=2)
    return StripeCheck(source, None, StripeThresholds(), lambda: now, lambda _: None).observe


@pytest.fixture
def read(database: Database) -> Any:
    return lambda now=NOW: PostgresStripeEvents(database, ZoneInfo("UTC")).read(now)


def delivery(event_id: str, payment: str, outcome: str, code: str | None = None, **fields: Any) -> StripeEventRecord:
    """Stripe delivered what became of a payment."""
    defaults = {
        "event_type": "payment_intent.succeeded" if outcome == "succeeded" else "payment_intent.payment_failed",
        "processing_time": None,
        "payment_intent": payment,
        "payment_outcome": outcome,
        "decline_code": code,
        "livemode": True,
        "delivered": True,
    }
    return make_event_record(event_id, **defaults | fields)


def paid(number: int, **fields: Any) -> list[StripeEventRecord]:
    return [
        delivery(f"evt_{fields.get('livemode', True)}_p{n}", f"pi_p{n}", "succeeded", **fields) for n in range(number)
    ]


def failed(number: int, name: str = "f", **fields: Any) -> list[StripeEventRecord]:
    return [delivery(f"evt_{name}{n}", f"pi_{name}{n}", "failed", "processing_error", **fields) for n in range(number)]


def window(records: Any) -> Payments:
    assert isinstance(records.payments, PaymentHistory)
    return records.payments.window


def deliveries(records: Any) -> Deliveries:
    assert isinstance(records.deliveries, Deliveries)
    return records.deliveries


def health(direct: psycopg.Connection) -> Sequence[Any]:
    columns = "total_webhooks, successful_webhooks, failed_webhooks"
    return direct.execute(f"SELECT {columns} FROM get_stripe_webhook_health(24)".encode()).fetchall()[0]


def told(observation: Observation) -> list[str]:
    return [finding.rule for finding in observation.findings]


def test_test_mode_does_not_count_beside_live_payments(
    recorder: Recorder, read: Any, check: Callable[[], Observation]
) -> None:
    """Twenty test payments that failed made the rate of twenty live ones 50 % before."""
    recorder.write([*paid(20), *failed(20, livemode=False)])

    assert window(read()) == Payments(succeeded=20)
    assert told(check()) == []


def test_a_shop_with_test_events_alone_is_judged_by_them(recorder: Recorder, read: Any) -> None:
    recorder.write(failed(3, livemode=False, status="failed", processing_time=5.0))

    assert window(read()) == Payments(failed={"processing_error": 3})
    assert deliveries(read()).window.total == 3


def test_test_mode_does_not_count_among_deliveries_either(recorder: Recorder, read: Any) -> None:
    live = [delivery(f"evt_l{n}", f"pi_l{n}", "succeeded", processing_time=5.0) for n in range(4)]
    recorder.write([*live, *failed(9, livemode=False, status="failed", processing_time=5.0)])

    assert (deliveries(read()).window.total, deliveries(read()).window.failed) == (4, 0)


def test_a_live_event_of_four_weeks_ago_is_forgotten(recorder: Recorder, read: Any) -> None:
    recorder.write([make_event_record("evt_old", observed_at=NOW - 29 * DAY), *failed(3, livemode=False)])

    assert window(read()) == Payments(failed={"processing_error": 3})


def test_payments_of_connected_accounts_are_not_ours(
    recorder: Recorder, read: Any, check: Callable[[], Observation], direct: psycopg.Connection
) -> None:
    recorder.write([*paid(25), *failed(2, account="acct_1")])

    assert window(read()) == Payments(succeeded=25)
    assert told(check()) == []
    apart = direct.execute(
        "SELECT * FROM stripe_payments_between(%s, %s, NULL, true)", [NOW - DAY, NOW + DAY]
    ).fetchall()
    assert apart == [(False, "processing_error", 2)]


def test_a_failure_that_comes_late_is_as_old_as_it_is(
    recorder: Recorder, read: Any, check: Callable[[], Observation], direct: psycopg.Connection
) -> None:
    """Payments of yesterday were failed today before, and critical."""
    late = NOW - 30 * HOUR
    recorder.write(paid(22, occurred_at=late, observed_at=late))
    recorder.write(
        [delivery(f"evt_x{n}", f"pi_p{n}", "failed", "processing_error", occurred_at=late - HOUR) for n in range(22)]
    )

    assert window(read()) == Payments()
    assert told(check()) == []
    direct.execute("UPDATE stripe_webhook_events SET created_at = created_at - interval '30 hours'")
    assert window(read()) == Payments()


@pytest.mark.parametrize("dated", [True, False])
def test_that_an_old_event_is_handled_at_last_makes_it_no_newer(
    recorder: Recorder, read: Any, check: Callable[[], Observation], direct: psycopg.Connection, *, dated: bool
) -> None:
    occurred = {"occurred_at": NOW} if dated else {}
    recorder.write(failed(22, "p", **occurred))
    recorder.write([make_event_record(f"evt_p{n}", after=1, status="failed") for n in range(22)])
    direct.execute("UPDATE stripe_webhook_events SET created_at = created_at - interval '30 hours'")
    recorder.write(
        [
            delivery(f"evt_s{n}", f"pi_p{n}", "succeeded", observed_at=NOW - 30 * HOUR + timedelta(minutes=5))
            for n in range(22)
        ]
    )
    recorder.write([make_event_record(f"evt_p{n}", after=60) for n in range(22)])

    assert window(read(NOW + timedelta(minutes=2))) == Payments()
    assert told(check()) == []


def test_an_event_can_not_have_happened_after_it_came(recorder: Recorder, read: Any) -> None:
    recorder.write(failed(1, occurred_at=NOW + 300 * DAY))

    assert window(read()) == Payments(failed={"processing_error": 1})


def test_a_rhythm_is_that_of_live_events(recorder: Recorder, read: Any) -> None:
    live = [make_event_record(f"evt_l{n}", observed_at=NOW - n * DAY - HOUR) for n in range(40)]
    recorder.write([*live, *failed(1, livemode=False)])

    rhythm = read().rhythm
    assert isinstance(rhythm, Rhythm)
    assert rhythm.last_event_at == NOW - HOUR


def test_what_arrived_is_told_apart_from_what_was_handled(recorder: Recorder, direct: psycopg.Connection) -> None:
    """Thirty deliveries of which the shop tells nothing were thirty successes to the one and none to the other."""
    now = direct.execute("SELECT now()").fetchall()[0][0]
    recorder.write([make_event_record(f"evt_{n}", processing_time=None, observed_at=now) for n in range(30)])
    assert health(direct) == (30, 0, 0)

    recorder.write([make_event_record(f"evt_{n}", status="failed", observed_at=now) for n in range(2)])
    recorder.write([make_event_record(f"evt_{n}", observed_at=now) for n in range(2, 8)])
    assert health(direct) == (30, 6, 2)
    assert direct.execute("SELECT success_rate FROM get_stripe_webhook_health(24)").fetchall() == [(75,)]


def test_a_failure_that_a_success_replaces_leaves_a_trace(recorder: Recorder, direct: psycopg.Connection) -> None:
    boom = make_event_record(status="failed", error_message="boom")
    recorder.write([boom])
    recorder.write([make_event_record(after=60)])

    (row,) = events_in(direct)
    assert (row["status"], row["error_message"], row["replaced_error"]) == ("success", None, "boom")
    assert row["failed_at"] == NOW


@pytest.mark.parametrize("again", [{"after": 60}, {"after": 60, "delivered": True}])
def test_that_a_failure_counts_as_handled_is_said(
    recorder: Recorder, check: Callable[[], Observation], again: dict[str, Any]
) -> None:
    """What was seen of a delivery could be talked away by the shop's later word, and nothing told of it."""
    names = [f"evt_{n}" for n in range(8)]
    recorder.write([make_event_record(name, status="failed", delivered=True, livemode=True) for name in names])
    assert told(check()) == ["consecutive_failures"]
    recorder.write([make_event_record(name, **again) for name in names])

    observation = check()
    assert told(observation) == []
    assert observation.details["webhooksHandledLater24h"] == 8
    assert "Webhook events of 24 h that failed first and were handled later: 8." in observation.details["notes"]


def test_a_shop_that_only_adds_the_endpoint_can_be_healthy(
    recorder: Recorder, check: Callable[[], Observation]
) -> None:
    """It was told of no events at all, and never left unknown, while thirty had arrived."""
    recorder.write([make_event_record(f"evt_{n}", processing_time=None, delivered=True) for n in range(30)])

    observation = check()
    assert (observation.status, observation.details["webhooksReceived24h"]) == ("healthy", 30)
    assert [note for note in observation.details["notes"] if note.startswith("30 webhook deliveries arrived in 24 h")]


def test_payments_that_are_told_of_thinly_are_said_to_be(recorder: Recorder, check: Callable[[], Observation]) -> None:
    recorder.write(
        [
            make_event_record(f"evt_{n}", event_type="v1.payment_intent.payment_failed", processing_time=None)
            for n in range(25)
        ]
    )

    observation = check()
    assert told(observation) == []
    assert [note for note in observation.details["notes"] if note.startswith("25 payments came as thin notifications")]

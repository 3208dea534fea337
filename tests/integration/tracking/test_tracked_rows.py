"""Tracked records become rows: each event and request once, whatever the order and however often they come."""

from decimal import Decimal

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pawpop_monitoring.contracts.records import Record
from pawpop_monitoring.contracts.tracking_records import FalUsageRecord, SignatureFailureRecord, StripeEventRecord
from pawpop_monitoring.storage import stripe_event_bounds
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.record_writer import Recorder
from tests.factories import NOW
from tests.integration.tracking.records import (
    Row,
    events_in,
    make_event_record,
    make_usage_record,
    usage_in,
)

pytestmark = pytest.mark.integration

PAYMENT: Row = {"payment_intent": "pi_1", "payment_outcome": "failed", "decline_code": "expired_card", "amount": 4900}


@pytest.fixture
def recorder(database: Database) -> Recorder:
    return Recorder(database)


def outcome_of(row: Row) -> tuple[object, ...]:
    return row["status"], row["processing_time"], row["error_message"]


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("together", [True, False])
def test_a_success_replaces_a_failure_and_never_the_reverse(
    recorder: Recorder, direct: psycopg.Connection, order: int, together: bool
) -> None:
    failed = make_event_record(status="failed", processing_time=9.0, error_message="database is gone")
    records = [failed, make_event_record(after=60)][::order]

    for batch in [records] if together else [[record] for record in records]:
        assert recorder.write(batch) == []

    (row,) = events_in(direct)
    assert outcome_of(row) == ("success", 20.0, None)


@pytest.mark.parametrize("order", [1, -1])
def test_what_the_shop_tells_counts_more_than_that_the_delivery_was_seen(
    recorder: Recorder, direct: psycopg.Connection, order: int
) -> None:
    seen = make_event_record(processing_time=None, **PAYMENT)
    failed = make_event_record(after=1, status="failed", error_message="no such order")

    for record in [seen, failed][::order]:
        recorder.write([record])

    (row,) = events_in(direct)
    assert outcome_of(row) == ("failed", 20.0, "no such order")
    assert {name: row[name] for name in PAYMENT} == PAYMENT


def test_money_is_exact(recorder: Recorder, direct: psycopg.Connection) -> None:
    recorder.write([make_usage_record("a", cost=Decimal("0.1")), make_usage_record("b", cost=Decimal("0.2"))])

    assert direct.execute("SELECT sum(cost) FROM fal_ai_usage").fetchone() == (Decimal("0.3"),)


def test_a_cost_that_is_not_known_is_null(recorder: Recorder, direct: psycopg.Connection) -> None:
    recorder.write([make_usage_record()])

    assert usage_in(direct)[0]["cost"] is None


def test_the_highest_count_of_bad_signatures_stands(recorder: Recorder, direct: psycopg.Connection) -> None:
    counts = [
        SignatureFailureRecord(source=source, minute=NOW, reason="mismatch", failures=failures)
        for source, failures in [("a", 1), ("a", 4), ("b", 2), ("a", 2)]
    ]
    recorder.write(counts[:2])
    recorder.write(counts[2:])
    recorder.write(counts)

    rows = direct.execute("SELECT source, failures FROM stripe_signature_failures ORDER BY source").fetchall()
    assert rows == [("a", 4), ("b", 2)]


def test_text_that_postgres_can_not_hold_is_no_reason_to_lose_a_record(
    recorder: Recorder, direct: psycopg.Connection
) -> None:
    assert recorder.write([make_event_record(error_message="a\x00b"), make_usage_record(error_message="\x00")]) == []

    assert events_in(direct)[0]["error_message"] == "a�b"


@pytest.mark.parametrize("alone", [True, False])
def test_the_text_of_the_last_failure_is_what_a_success_replaces(
    recorder: Recorder, direct: psycopg.Connection, alone: bool
) -> None:
    failures = [make_event_record(status="failed", error_message=text, after=at) for at, text in enumerate(["b", "a"])]
    records = [*failures, make_event_record(status="success", error_message=None, after=2)]
    for batch in [[record] for record in records] if alone else [records]:
        assert recorder.write(batch) == []
    assert [row["replaced_error"] for row in events_in(direct)] == ["a"]


events = st.builds(
    make_event_record,
    st.sampled_from(["evt_1", "evt_2"]),
    after=st.integers(0, 3),
    status=st.sampled_from(["success", "failed"]),
    processing_time=st.sampled_from([None, 1.0, 2.0]),
    error_message=st.sampled_from([None, "a", "b"]),
    event_type=st.sampled_from(["invoice.paid", "charge.failed"]),
    payment_intent=st.just("pi_1"),
    payment_outcome=st.just("failed"),
)
calls = st.builds(
    make_usage_record,
    st.sampled_from(["req-1", "req-2"]),
    after=st.integers(0, 2),
    status=st.sampled_from(["success", "error"]),
    cost=st.sampled_from([None, Decimal("0.04"), Decimal(0)]),
    rate_limit_remaining=st.sampled_from([None, 0, 5]),
)


@given(st.lists(st.one_of(events, calls), min_size=1, max_size=12), st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_and_any_copies_end_in_the_same_rows(
    recorder: Recorder, direct: psycopg.Connection, records: list[FalUsageRecord | StripeEventRecord], dice: object
) -> None:
    def ending_of(batches: list[list[Record]]) -> tuple[list[Row], list[Row]]:
        direct.execute("TRUNCATE fal_ai_usage, stripe_webhook_events")
        for batch in batches:
            assert recorder.write(batch) == []
        return events_in(direct), usage_in(direct)

    shuffled: list[Record] = [*records, *records[::2]]
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    middle = len(shuffled) // 2

    expected = ending_of([list(records)])
    assert ending_of([[record] for record in shuffled]) == expected
    assert ending_of([shuffled[:middle], shuffled[middle:]]) == expected


def test_a_flood_of_reports_is_bounded_by_the_day_and_keeps_out_nothing_that_stripe_signed(
    recorder: Recorder, direct: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stripe_event_bounds, "MOST_EVENTS_A_DAY", 5)
    recorder.write([make_event_record(f"yesterday-{number}", after=-86_400) for number in range(4)])
    for place in range(3):
        recorder.write([make_event_record(f"evt-{number}") for number in range(place * 4, place * 4 + 4)])
    recorder.write(
        [
            make_event_record("evt-0", after=1, status="failed", processing_time=None),
            make_event_record("signed", delivered=True, processing_time=None),
            make_event_record("signed", after=1),
            make_event_record("evt-99"),
        ]
    )

    rows = {row["event_id"]: row for row in events_in(direct)}
    assert sorted(rows) == [*(f"evt-{number}" for number in range(5)), "signed", *(f"yesterday-{n}" for n in range(4))]
    assert rows["evt-0"]["failed_at"] is not None, "what is there is added to"
    assert rows["signed"]["processing_time"] == 20.0

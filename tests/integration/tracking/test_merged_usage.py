"""A request that is reported several times is one row, merged field by field. Each case was wrong before."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from itertools import permutations
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest

from pawpop_monitoring.checks.fal_ai.gather import periods_at
from pawpop_monitoring.contracts.tracking_records import FalUsageRecord
from pawpop_monitoring.domain import tracking_bounds
from pawpop_monitoring.domain.readings.fal_ai import FalUsage
from pawpop_monitoring.storage import fal_usage_bounds
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.cost_queries import read_spending
from pawpop_monitoring.storage.fal_usage import PostgresFalUsage
from pawpop_monitoring.storage.record_writer import Recorder
from tests.factories import NOW
from tests.integration.tracking.records import Row, make_usage_record, usage_in

pytestmark = pytest.mark.integration

UTC = ZoneInfo("UTC")

type Merge = Callable[..., Row]


@pytest.fixture
def recorder(database: Database) -> Recorder:
    return Recorder(database)


@pytest.fixture
def merge(recorder: Recorder, direct: psycopg.Connection) -> Merge:
    """The row that reports of one request make, told a minute apart; the same however they arrive."""

    def merged(*reports: dict[str, Any]) -> Row:
        records = [make_usage_record(after=60 * place, **report) for place, report in enumerate(reports)]
        rows = []
        for order in permutations(records):
            for batches in ([order], [[record] for record in order], [order, order[:1]]):
                direct.execute("TRUNCATE fal_ai_usage")
                for batch in batches:
                    assert recorder.write(batch) == []
                rows += usage_in(direct)
        assert all(row == rows[0] for row in rows)
        return rows[0]

    return merged


def error(message: str = "timeout", **fields: Any) -> dict[str, Any]:
    return {"status": "error", "error_message": message, **fields}


@pytest.mark.parametrize(
    ("costs", "kept"),
    [
        ([None, "0.08"], "0.08"),
        (["0.08", None], "0.08"),
        ([None, "3.20", None], "3.20"),
        (["40500", "1.20"], "1.20"),
        (["1.20", "40500", "1.20"], "1.20"),
        (["0.04", "0"], "0"),
        ([None, None], None),
    ],
)
def test_the_latest_cost_that_is_known_counts(merge: Merge, costs: list[str | None], kept: str | None) -> None:
    row = merge(*({"cost": cost and Decimal(cost)} for cost in costs))

    assert row["cost"] == (kept and Decimal(kept))


def test_a_hash_is_kept_whichever_report_told_it(merge: Merge) -> None:
    assert merge({"prompt_hash": "ab" * 32}, {"cost": Decimal("0.04")}, error())["prompt_hash"] == "ab" * 32


def test_a_success_without_a_cost_leaves_the_cost_of_the_error_before_it(merge: Merge) -> None:
    row = merge(error(cost=Decimal("0.50"), response_time=60_000.0), {"response_time": 3000.0})

    assert (row["status"], row["cost"], row["error_message"]) == ("success", Decimal("0.50"), None)
    assert row["response_time"] == 3000


@pytest.mark.parametrize("reports", [(error("boom"), {}), ({}, error("boom"))])
def test_a_failure_that_a_success_replaces_leaves_a_trace(merge: Merge, reports: tuple[dict[str, Any], ...]) -> None:
    row = merge(*reports)

    assert (row["status"], row["error_message"], row["replaced_error"]) == ("success", None, "boom")
    assert row["failed_at"] == NOW + timedelta(minutes=reports.index(error("boom")))


def test_of_two_failures_the_later_one_is_told(merge: Merge) -> None:
    row = merge(error("first"), error("second"))

    assert (row["status"], row["error_message"], row["replaced_error"]) == ("error", "second", None)


def test_a_call_was_made_when_it_was_first_reported_unless_the_time_was_told(merge: Merge) -> None:
    told = NOW - timedelta(days=3)

    assert merge({}, {"cost": Decimal(1)})["created_at"] == NOW
    assert merge({}, {"called_at": told})["created_at"] == told
    assert merge({"called_at": told}, {})["created_at"] == told
    assert merge({"called_at": told}, {"called_at": NOW - timedelta(days=1)})["created_at"] == NOW - timedelta(days=1)


def test_a_submission_and_its_result_are_one_call(merge: Merge) -> None:
    row = merge({"response_time": 80.0, "rate_limit_remaining": 9}, {"response_time": 4000.0, "cost": Decimal("3.2")})

    assert (row["response_time"], row["cost"], row["rate_limit_remaining"]) == (4000, Decimal("3.2"), 9)


def test_a_row_of_another_writer_is_added_to(recorder: Recorder, direct: psycopg.Connection) -> None:
    direct.execute(
        "INSERT INTO fal_ai_usage (endpoint, request_id, status, response_time, cost, error_message, created_at)"
        " VALUES ('e', 'req-1', 'error', 5, NULL, 'boom', %s)",
        [NOW - timedelta(hours=1)],
    )

    recorder.write([make_usage_record(endpoint="e", cost=Decimal("0.08"))])

    (row,) = usage_in(direct)
    assert (row["status"], row["cost"], row["replaced_error"]) == ("success", Decimal("0.08"), "boom")
    assert row["created_at"] == NOW - timedelta(hours=1)


def figures(database: Database, database_url: str, direct: psycopg.Connection) -> set[Decimal]:
    """What all of them say was spent this month."""
    with database.transaction() as cursor:
        spending = read_spending(cursor, NOW, UTC)
    usage = PostgresFalUsage(lambda: database_url).read(periods_at(NOW, UTC))
    assert isinstance(usage, FalUsage)
    rows = direct.execute("SELECT coalesce(sum(cost), 0) FROM fal_ai_usage").fetchall()
    day = direct.execute("SELECT total_cost FROM get_daily_fal_usage(%s, 'UTC')", [NOW.date()]).fetchall()
    return {
        spending.today,
        spending.month,
        spending.daily[-1].cost,
        usage.today.cost,
        usage.month.cost,
        *rows[0],
        *day[0],
    }


def test_all_sums_follow_a_correction_to_the_last_digit(
    recorder: Recorder, database: Database, database_url: str, direct: psycopg.Connection
) -> None:
    batch = [make_usage_record(f"v{number}", cost=None) for number in range(20)]
    recorder.write([*batch, make_usage_record("x", cost=Decimal(40500))])
    assert figures(database, database_url, direct) == {Decimal(40500)}

    told = [make_usage_record(f"v{number}", after=90, cost=Decimal("3.20")) for number in range(20)]
    recorder.write([*told, make_usage_record("x", after=90, cost=Decimal("0.000000000000000014"))])

    assert figures(database, database_url, direct) == {Decimal("64.000000000000000014")}


def test_what_is_told_late_counts_on_its_own_day_and_month(
    recorder: Recorder, database: Database, direct: psycopg.Connection
) -> None:
    october, yesterday = NOW - timedelta(days=30), NOW - timedelta(days=1)
    recorder.write(
        [
            make_usage_record("a", called_at=october, cost=Decimal(4)),
            make_usage_record("b", called_at=yesterday, cost=Decimal(2)),
            make_usage_record("c", cost=Decimal(1)),
        ]
    )

    with database.transaction() as cursor:
        spending = read_spending(cursor, NOW, UTC)
    assert (spending.today, spending.month) == (Decimal(1), Decimal(3))
    assert [day.cost for day in spending.daily[-2:]] == [2, 1]


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bounds that a test can reach."""
    monkeypatch.setattr(fal_usage_bounds, "MOST_REQUESTS_A_DAY", 5)
    monkeypatch.setattr(fal_usage_bounds, "MOST_BACKDATED_REQUESTS_A_DAY", 2)
    monkeypatch.setattr(fal_usage_bounds, "MOST_ENDPOINTS_A_DAY", 3)


@pytest.mark.usefixtures("few")
def test_a_flood_of_requests_is_bounded_by_the_day(recorder: Recorder, direct: psycopg.Connection) -> None:
    earlier = NOW - timedelta(days=9)
    for place in range(3):
        recorder.write([make_usage_record(f"r{number}") for number in range(place * 4, place * 4 + 4)])
    recorder.write([make_usage_record(f"old-{number}", called_at=earlier) for number in range(9)])
    recorder.write([make_usage_record("r0", after=1, cost=Decimal(7)), make_usage_record("new")])

    counts = direct.execute("SELECT created_at::date, count(*) FROM fal_ai_usage GROUP BY 1 ORDER BY 1").fetchall()
    assert counts == [(earlier.date(), 2), (NOW.date(), 5)]
    assert direct.execute("SELECT sum(cost) FROM fal_ai_usage").fetchall() == [(7,)], "what is there is added to"


@pytest.mark.usefixtures("few")
def test_a_flood_of_names_is_one_name(recorder: Recorder, direct: psycopg.Connection) -> None:
    records: list[FalUsageRecord] = [make_usage_record(f"r{number}", endpoint=f"e{number % 4}") for number in range(5)]
    recorder.write(records)

    names = direct.execute("SELECT endpoint, count(*) FROM fal_ai_usage GROUP BY 1 ORDER BY 1").fetchall()
    assert names == [("e0", 2), ("e1", 1), ("e2", 1), (tracking_bounds.OTHER_ENDPOINTS, 1)]

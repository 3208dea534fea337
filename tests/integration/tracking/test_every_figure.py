"""Every figure of check, dashboard, metrics, alert and database functions is that of a plain definition.

Whatever was reported, in which order, how often, how late, by whom, of which mode and account, and corrected how.
"""

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pawpop_monitoring.checks.fal_ai.check import FalCheck
from pawpop_monitoring.checks.fal_ai.gather import Upstreams
from pawpop_monitoring.checks.stripe.check import StripeCheck
from pawpop_monitoring.contracts.records import Record
from pawpop_monitoring.contracts.tracking_records import FalUsageRecord, StripeEventRecord
from pawpop_monitoring.domain.history import Window
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.domain.period import day_of, month_of
from pawpop_monitoring.domain.snapshot import AlertCounts, ServiceSnapshot
from pawpop_monitoring.domain.stored_state import StoredState
from pawpop_monitoring.http.dashboard_view import DashboardComposer
from pawpop_monitoring.http.gauges import Gauges
from pawpop_monitoring.storage.connection import Database
from pawpop_monitoring.storage.cost_queries import read_spending
from pawpop_monitoring.storage.fal_usage import PostgresFalUsage
from pawpop_monitoring.storage.record_writer import Recorder
from pawpop_monitoring.storage.stripe_events import PostgresStripeEvents
from pawpop_monitoring.telemetry.prometheus import render
from pawpop_monitoring.thresholds import FalThresholds, StripeThresholds, SupabaseThresholds
from tests.fakes.fal_upstreams import FakeFalApi
from tests.integration.tracking.mails import mail_of
from tests.integration.tracking.plain_definitions import PlainDefinitions
from tests.integration.tracking.records import make_event_record, make_usage_record

pytestmark = pytest.mark.integration

ZONE = ZoneInfo("Asia/Kolkata")
FIVE_MINUTES = timedelta(minutes=5)
COSTS = st.sampled_from([None, None, *map(Decimal, ("0", "0.1", "40500", "1.2", "3.2", "0.000000000000000014"))])
LIMITS = Gauges(supabase=SupabaseThresholds(), fal=FalThresholds(), stripe=StripeThresholds())

type History = tuple[list[FalUsageRecord], list[StripeEventRecord]]


@st.composite
def histories(draw: st.DrawFn) -> Callable[[datetime], History]:
    """What was reported up to a moment; no two reports came at the same one."""
    calls = draw(
        st.lists(st.tuples(st.integers(0, 5), COSTS, st.booleans(), st.none() | st.integers(0, 60)), max_size=14)
    )
    origins = {
        name: {
            "payment_intent": name,
            "livemode": draw(st.sampled_from([None, True, True, False])),
            "account": draw(st.sampled_from([None, None, "acct_1"])),
        }
        for name in ("pi_1", "pi_2", "pi_3")
    }
    traits = [
        {
            **origins[draw(st.sampled_from(sorted(origins)))],
            "payment_outcome": draw(st.sampled_from([None, "succeeded", "failed", "failed"])),
            "decline_code": draw(st.sampled_from(["card_declined", "processing_error"])),
            "late": draw(st.none() | st.integers(1, 40)),
        }
        for _ in range(8)
    ]
    told = draw(st.lists(st.tuples(st.integers(0, 7), st.sampled_from(["seen", "success", "failed"])), max_size=20))
    hours = draw(st.lists(st.integers(0, 40), min_size=40, max_size=40))

    def until(now: datetime) -> History:
        usage = [
            make_usage_record(
                f"r{number}",
                endpoint=f"e{number % 2}",
                response_time=100.5 * (number + 1) + place,
                status="success" if succeeded else "error",
                cost=cost,
                called_at=None if late is None else now - timedelta(hours=late * 12, seconds=place),
                observed_at=now - timedelta(hours=hours[place], seconds=30 + place),
            )
            for place, (number, cost, succeeded, late) in enumerate(calls)
        ]
        return usage, [
            _event(traits, number, kind, now, hours[place], place) for place, (number, kind) in enumerate(told)
        ]

    return until


def _event(traits: Sequence[dict[str, Any]], number: int, kind: str, now: datetime, hours: int, place: int) -> Any:
    """A delivery tells what the event says of itself, the shop only how it went."""
    observed = now - timedelta(hours=hours, seconds=60 + place)
    if kind != "seen":
        return make_event_record(f"evt_{number}", status=kind, processing_time=5.0, observed_at=observed)
    own = dict(traits[number])
    late = own.pop("late")
    occurred = None if late is None else now - timedelta(hours=late, minutes=number, seconds=1)
    if own["payment_outcome"] is None:
        own |= {"payment_intent": None, "decline_code": None}
    return make_event_record(
        f"evt_{number}", processing_time=None, observed_at=observed, occurred_at=occurred, delivered=True, **own
    )


@pytest.fixture
def play(database: Database, direct: psycopg.Connection) -> Callable[..., tuple[datetime, PlainDefinitions]]:
    """Report a history in some order, some of it twice, in parts of some size; answers when, and what has to be."""

    def played(history: Callable[[datetime], History], dice: Random) -> tuple[datetime, PlainDefinitions]:
        direct.execute("TRUNCATE fal_ai_usage, stripe_webhook_events")
        now: datetime = direct.execute("SELECT now()").fetchall()[0][0]
        usage, events = history(now)
        records: list[Record] = [*usage, *events, *usage[::3], *events[::2]]
        dice.shuffle(records)
        while records:
            size = dice.randint(1, 9)
            assert Recorder(database).write(records[:size]) == []
            del records[:size]
        plain = PlainDefinitions(direct)
        plain.tell(usage, events)
        return now, plain

    return played


def snapshot_of(observation: Observation) -> ServiceSnapshot:
    return ServiceSnapshot(
        service=observation.service,
        status=observation.status,
        last_check=observation.observed_at,
        details=json.loads(json.dumps(observation.details)),
    )


def samples(text: str) -> dict[str, float]:
    lines = [line.rpartition(" ") for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}


def scraped_ms(scraped: dict[str, float]) -> float | None:
    seconds = scraped.get('pawpop_service_response_time_quantile_seconds{service="fal-ai",quantile="0.95"}')
    return None if seconds is None else round(seconds * 1000, 1)


@given(histories(), st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_spent(
    database: Database,
    database_url: str,
    direct: psycopg.Connection,
    play: Callable[..., tuple[datetime, PlainDefinitions]],
    history: Callable[[datetime], History],
    dice: Random,
) -> None:
    now, plain = play(history, dice)
    today, month = day_of(now, ZONE), month_of(now, ZONE)
    spent, spent_in_all = plain.spent(today.start, today.end), plain.spent(month.start, month.end)

    upstreams = Upstreams(PostgresFalUsage(lambda: database_url), FakeFalApi(on_billed=lambda: spent), lambda _: None)
    check = FalCheck(upstreams, FalThresholds(fal_daily_cost_limit=0.01), lambda: now, ZONE).observe()
    with database.transaction() as cursor:
        spending = read_spending(cursor, now, ZONE)
    state = StoredState(latest={}, counts=AlertCounts(), recent=(), spending=spending)
    window = Window(since=now - timedelta(days=1), until=now, step=FIVE_MINUTES, patience=FIVE_MINUTES)
    shown = DashboardComposer(gauges=LIMITS, zone=ZONE).compose("24h", window, [snapshot_of(check)], state)
    wire = json.loads(shown.model_dump_json())
    scraped = samples(render(shown))
    (own,) = direct.execute(
        "SELECT total_cost, total_requests, failed_requests, error_rate, avg_response_time"
        " FROM get_daily_fal_usage(%s, %s)",
        [now.astimezone(ZONE).date(), ZONE.key],
    ).fetchall()
    usage, hours = plain.usage(today.start, today.end), check.details["trafficHours"]
    recent = plain.usage(now - timedelta(hours=hours), now)

    assert (spending.today, spending.daily[-1].cost, own[0]) == (spent, spent, spent)
    assert own[1:] == (usage["requests"], usage["failed"], usage["error_rate"], usage["average"])
    assert (check.details["requestsToday"], check.details["failedRequests"]) == (usage["requests"], recent["failed"])
    assert check.details["succeededRequests"] == recent["requests"] - recent["failed"]
    times = [check.details.get(key) for key in ("responseTimeP50", "responseTimeP95")]
    assert times == [recent["p50"], recent["p95"]]
    assert check.response_time == scraped_ms(scraped) == recent["p95"]
    assert {
        wire["costs"]["today"],
        wire["costs"]["daily"][-1]["cost"],
        wire["services"]["fal-ai"]["details"]["dailyCost"],
        scraped['pawpop_cost_dollars{period="today"}'],
    } == {float(spent)}
    assert spending.month == spent_in_all == sum((used.cost for used in spending.by_endpoint), Decimal(0))
    assert {wire["costs"]["month"], check.details["monthlyCost"], scraped['pawpop_cost_dollars{period="month"}']} == {
        float(spent_in_all)
    }
    told = [found for found in check.findings if found.message == "Daily cost limit exceeded"]  # not yesterday's
    assert [found.value for found in told] == ([float(spent)] if spent > Decimal("0.01") else [])
    for mail in map(mail_of, told):
        assert mail.large == mail.rows["Tracked"] == mail.rows["Billed"] == usage["told"]
        assert mail.rows["Requests"] == str(usage["requests"])


@given(histories(), st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_became_of_payments_and_events(
    database: Database,
    direct: psycopg.Connection,
    play: Callable[..., tuple[datetime, PlainDefinitions]],
    history: Callable[[datetime], History],
    dice: Random,
) -> None:
    _, plain = play(history, dice)
    with direct.transaction():
        now: datetime = direct.execute("SELECT now()").fetchall()[0][0]
        (health,) = direct.execute(
            "SELECT total_webhooks, successful_webhooks, failed_webhooks, success_rate"
            " FROM get_stripe_webhook_health(24)"
        ).fetchall()
    day_ago = now - timedelta(hours=24)
    since = day_ago - timedelta(seconds=day_ago.timestamp() % 300)
    arrived, handled, failed, rate = plain.webhooks(since, now + FIVE_MINUTES)
    succeeded, failures = plain.payments(since, now + FIVE_MINUTES)

    source = PostgresStripeEvents(database, ZONE)
    payments: Any = source.read(now).payments
    check = StripeCheck(
        source, None, StripeThresholds(stripe_failure_threshold=1), lambda: now, lambda _: None
    ).observe()
    state = StoredState(latest={}, counts=AlertCounts(), recent=())
    window = Window(since=day_ago, until=now, step=FIVE_MINUTES, patience=FIVE_MINUTES)
    shown = DashboardComposer(gauges=LIMITS, zone=ZONE).compose("24h", window, [snapshot_of(check)], state)
    details = json.loads(shown.model_dump_json())["services"]["stripe"]["details"]
    scraped = samples(render(shown))
    reading = 'pawpop_service_reading{service="stripe",reading="Webhooks delivered",unit="%"}'

    assert health == (arrived, handled - failed, failed, rate)
    assert (details["webhooks24h"], details["webhooksFailed24h"]) == (handled, failed)
    assert details.get("webhookSuccessRate") == scraped.get(reading) == (None if rate is None else float(rate))
    assert (payments.window.succeeded, dict(payments.window.failed)) == (succeeded, failures)
    assert details["payments24h"] == succeeded + sum(failures.values())
    for mail in map(mail_of, check.findings):
        assert (mail.rows["Events in 24 h"], mail.rows["Of these failed"]) == (str(handled), str(failed))
        assert mail.large == mail.rows["Failed in a row"] == str(details["failedInARow"])

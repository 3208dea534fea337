"""Which messages a channel takes, by the routes."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.alert import AlertStatus
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.delivery_outcome import Outcome
from pawpop_monitoring.notifications.stages.routed import Routed
from pawpop_monitoring.notifications.stages.still_true import StillTrue
from pawpop_monitoring.notifications.verdict import Drop, Go, Parcel, Verdict, Wait
from pawpop_monitoring.routing.notation import routes_of
from pawpop_monitoring.routing.on_call import OnCall
from pawpop_monitoring.routing.rota import Override, rota_of
from tests.factories import NOW
from tests.fakes.standby_store import InMemoryStandbyStore
from tests.unit.notifications.fakes import InMemoryProgressStore, context
from tests.unit.notifications.messages import alert, message, resolved

VIENNA = ZoneInfo("Europe/Vienna")
ON_CALL = OnCall(
    rota=rota_of("ann, bob from 2026-01-05 09:00", VIENNA),
    people={"ann": ["slack:ann"], "bob": ["slack:bob"]},
    overrides=[Override(person="ann", start=NOW - timedelta(days=1), end=NOW + timedelta(days=1))],
    patience=timedelta(minutes=10),
)
LATER = resolved().at + timedelta(minutes=5)
"""By then nobody waits any more for what an end overtook."""
TAKEN_ON = message(TransitionKind.ACKNOWLEDGED, timedelta(minutes=1), status=AlertStatus.ACKNOWLEDGED)


def asked(
    channel: str,
    routes: str,
    told: AlertMessage,
    progress: InMemoryProgressStore | None = None,
    now: datetime | None = None,
    attempt: int = 2,
    **more: Any,
) -> Verdict:
    known = replace(routes_of(routes, ["supabase", "stripe"]), on_call=ON_CALL)
    stage = Routed(channel, known, VIENNA, progress or InMemoryProgressStore(), **more)
    return stage(replace(parcel(told), now=now or told.at, attempt=attempt))


def parcel(told: AlertMessage) -> Parcel:
    return Parcel(body="", attempt=1, now=told.at, context=context(), read=told)


def outcome(verdict: Verdict) -> Outcome | None:
    return verdict.outcome if isinstance(verdict, Drop) else None


@pytest.mark.parametrize(
    ("channel", "routes", "goes"),
    [
        ("slack", "high -> slack", True),
        ("slack", "high -> mail", False),
        ("slack", "critical -> slack", False),
        ("slack", "high -> slack:C024", False),
        ("slack:C024", "high -> slack:C024", True),
        ("webhook:ops", "high -> webhook", True),
        ("webhook:ops", "high -> webhook:shop", False),
        ("webhook:ops", "high 04:00-05:00 -> webhook", True),
        ("webhook:ops", "high 03:00-04:00 -> webhook", False),
    ],
)
def test_a_message_goes_on_where_a_route_leads_here_at_its_own_moment(channel: str, routes: str, goes: bool) -> None:
    assert isinstance(asked(channel, routes, message()), Go) is goes


def test_mail_to_one_address_is_for_nobody_else() -> None:
    assert isinstance(asked("mail:ann@shop.example", "any -> mail:ann@shop.example", message()), Go)
    assert outcome(asked("mail", "any -> mail:ann@shop.example", message())) is Outcome.NOT_ROUTED
    assert outcome(asked("mail:ann@shop.example", "any -> mail", message())) is Outcome.NOT_ROUTED


def test_what_somebody_meant_for_this_channel_is_told_whatever_routes_say() -> None:
    progress = InMemoryProgressStore()
    assert isinstance(asked("mail", "any -> slack", message(), told_anyway=True), Go)
    assert outcome(asked("mail", "any -> slack", resolved(), progress, LATER, told_anyway=True)) is Outcome.NOT_ROUTED
    progress.arrive(message(), NOW)
    assert isinstance(asked("mail", "any -> slack", resolved(), progress, told_anyway=True), Go)


def test_an_end_goes_where_something_was_heard() -> None:
    progress = InMemoryProgressStore()
    assert outcome(asked("slack", "high -> slack", resolved(), progress, LATER)) is Outcome.NOT_ROUTED
    progress.arrive(message(), NOW)
    assert isinstance(asked("slack", "high -> slack", resolved(), progress), Go)


def test_a_beginning_that_its_end_overtook_begins_nothing_though_nobody_heard_the_end() -> None:
    progress = InMemoryProgressStore()
    for _ in range(2):
        assert outcome(asked("slack", "high -> slack", resolved(), progress, LATER)) is Outcome.NOT_ROUTED
    standby = InMemoryStandbyStore()
    standby.unavailable = True
    late = StillTrue(standby, progress, lambda: NOW + timedelta(hours=3))
    assert outcome(late(parcel(message()))) is Outcome.SUPERSEDED
    assert isinstance(late(parcel(message(after=timedelta(hours=3), sequence=4))), Go)


@pytest.mark.parametrize("step", [resolved(), TAKEN_ON], ids=["end", "acknowledgement"])
def test_what_follows_waits_for_the_beginning_that_it_overtook(step: AlertMessage) -> None:
    progress, routes = InMemoryProgressStore(), "high -> slack"
    looks = [step.at]
    for attempt in range(1, 5):
        waits = asked("slack", routes, step, progress, looks[-1], attempt)
        assert isinstance(waits, Wait)
        looks.append(waits.until)
    assert [(look - step.at).total_seconds() for look in looks] == [0, 30, 90, 210, 300]
    assert progress.known == {}
    progress.arrive(message(), NOW)
    assert isinstance(asked("slack", routes, step, progress, looks[-1], 5), Go)


def test_it_waits_as_long_if_it_came_back_for_another_reason_before() -> None:
    waits = asked("slack", "high -> slack", resolved(), attempt=400)
    assert isinstance(waits, Wait)
    assert waits.until == resolved().at + timedelta(minutes=2)
    assert outcome(asked("slack", "high -> slack", resolved(), None, LATER, 401)) is Outcome.NOT_ROUTED


def test_what_comes_out_of_a_row_of_late_ones_waits_for_those_behind_it() -> None:
    progress, now = InMemoryProgressStore(), LATER + timedelta(hours=1)
    waits = asked("slack", "high -> slack", resolved(), progress, now, attempt=1)
    assert isinstance(waits, Wait)
    assert waits.until == now + timedelta(seconds=30)
    assert outcome(asked("slack", "high -> slack", resolved(), progress, waits.until)) is Outcome.NOT_ROUTED


def test_a_clock_that_is_ahead_keeps_nothing_waiting_for_ever() -> None:
    progress, now = InMemoryProgressStore(), resolved().at - timedelta(days=300)
    for attempt in range(1, 6):
        waits = asked("slack", "high -> slack", resolved(), progress, now, attempt)
        assert isinstance(waits, Wait)
        assert waits.until <= now + timedelta(minutes=5)
        now = waits.until
    assert outcome(asked("slack", "high -> slack", resolved(), progress, now, 6)) is Outcome.NOT_ROUTED


def test_what_no_route_can_have_told_here_waits_for_nothing() -> None:
    assert outcome(asked("slack", "any -> mail", resolved(), attempt=1)) is Outcome.NOT_ROUTED
    milder = message(TransitionKind.REMINDED, timedelta(hours=1), severity=Severity.MEDIUM, sequence=2)
    assert outcome(asked("slack", "critical -> slack; any -> mail", milder, attempt=1)) is Outcome.NOT_ROUTED


def test_what_got_worse_goes_to_who_heard_the_milder_form() -> None:
    progress = InMemoryProgressStore()
    progress.arrive(message(severity=Severity.MEDIUM), NOW)
    worse = message(TransitionKind.ESCALATED, timedelta(hours=1), severity=Severity.CRITICAL, sequence=2)
    routes = "medium -> slack; critical -> mail"
    assert isinstance(asked("slack", routes, worse, progress), Go)
    assert outcome(asked("slack", routes, worse)) is Outcome.NOT_ROUTED


def test_without_the_store_a_message_too_many_is_better_than_none() -> None:
    assert isinstance(asked("slack", "high -> slack", resolved(), InMemoryProgressStore(unavailable=True)), Go)


def test_a_test_goes_everywhere() -> None:
    assert isinstance(asked("slack", "critical -> mail", message(details={"test": True})), Go)


def test_the_next_person_waits_for_the_one_before_and_then_hears() -> None:
    asks, due = "high -> on-call", message().at + timedelta(minutes=10)
    assert isinstance(asked("slack:ann", asks, message()), Go)
    waits = asked("slack:bob", asks, message())
    assert isinstance(waits, Wait)
    assert waits.until == due
    assert isinstance(asked("slack:bob", asks, message(), now=due), Go)


def test_whoever_was_asked_before_hears_of_what_follows_at_once() -> None:
    progress = InMemoryProgressStore()
    again = message(TransitionKind.REMINDED, timedelta(hours=1), sequence=2)
    assert isinstance(asked("slack:bob", "high -> on-call", again, progress), Wait)
    progress.arrive(message(), NOW)
    assert isinstance(asked("slack:bob", "high -> on-call", again, progress), Go)


def test_an_end_is_for_who_was_asked_whoever_is_on_call_by_now() -> None:
    progress = InMemoryProgressStore()
    assert outcome(asked("slack:bob", "high -> on-call", resolved(), progress, LATER)) is Outcome.NOT_ROUTED
    progress.arrive(message(), NOW)
    assert isinstance(asked("slack:bob", "high -> on-call", resolved(), progress), Go)


def test_whose_turn_never_came_as_somebody_answered_hears_of_no_end_either() -> None:
    progress, standby, due = InMemoryProgressStore(), InMemoryStandbyStore(), message().at + timedelta(minutes=10)
    standby.put(alert(status=AlertStatus.ACKNOWLEDGED, acknowledged_at=message().at + timedelta(minutes=3)))
    asks = "high -> on-call"
    assert outcome(asked("slack:bob", asks, message(), progress, due, standby=standby)) is Outcome.SUPERSEDED
    assert outcome(asked("slack:bob", asks, resolved(), progress, LATER, standby=standby)) is Outcome.NOT_ROUTED
    standby.unavailable = True
    assert isinstance(asked("slack:bob", asks, message(), progress, due, standby=standby), Go)

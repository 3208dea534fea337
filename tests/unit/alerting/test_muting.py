"""For how long a cause explains what follows from it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pawpop_monitoring.alerting.decide.inhibition import causes_of, still_inhibits
from pawpop_monitoring.domain.alert import AlertStatus
from tests.factories import NOW, make_alert

OPEN = make_alert(rule="unreachable", timestamp=NOW - timedelta(minutes=40))
OVER = replace(OPEN, status=AlertStatus.RESOLVED, resolved_at=NOW, resolved_by="check")


@pytest.mark.parametrize(
    ("rule", "lasted", "felt_for"),
    [
        ("stripe:undelivered", 40, 10),
        ("stripe:undelivered", 2, 2),
        ("stripe:webhook_gap", 40, 40),  # it looks back on the forty minutes
        ("stripe:webhook_gap", 2, 2),
        ("supabase:connections", 40, 0),  # what is now, is not of then
    ],
)
def test_a_cause_is_felt_for_a_while_after_its_end(rule: str, lasted: float, felt_for: float) -> None:
    service, _, name = rule.partition(":")
    follower = make_alert(service=service, rule=name)
    cause = replace(OVER, timestamp=NOW - timedelta(minutes=lasted))
    assert not felt_for or still_inhibits(cause, follower, NOW + timedelta(minutes=felt_for - 0.1))
    assert not still_inhibits(cause, follower, NOW + timedelta(minutes=felt_for))


@pytest.mark.parametrize(("lasted", "felt_for"), [(20, 40), (2, 4), (300, 60)])
def test_events_that_wait_for_stripes_next_try_are_no_news_of_a_handler_that_is_well(
    lasted: float, felt_for: float
) -> None:
    waiting = make_alert(service="stripe", rule="undelivered")
    handler = replace(OVER, service="stripe", rule="consecutive_failures", timestamp=NOW - timedelta(minutes=lasted))
    assert still_inhibits(handler, waiting, NOW + timedelta(minutes=felt_for - 0.1))
    assert not still_inhibits(handler, waiting, NOW + timedelta(minutes=felt_for))
    assert not still_inhibits(replace(handler, inhibited_by="supabase:unreachable"), waiting, NOW)


@pytest.mark.parametrize(("service", "rule"), [("fal-ai", "request_gap"), ("stripe", "undelivered")])
def test_hours_that_hold_a_trouble_or_what_waited_for_its_end_are_no_news(service: str, rule: str) -> None:
    hours = make_alert(service=service, rule="unusual")
    trouble = replace(OVER, service=service, rule=rule, timestamp=NOW - timedelta(hours=4))
    assert rule in {cause.split(":")[1] for cause in causes_of(service, "unusual")}
    assert still_inhibits(trouble, hours, NOW + timedelta(hours=3.9))
    assert not still_inhibits(trouble, hours, NOW + timedelta(hours=4))


@pytest.mark.parametrize(("seconds_after", "felt"), [(-1, True), (1, False)])
def test_failures_that_began_after_its_end_are_another_trouble(seconds_after: float, felt: bool) -> None:
    since = NOW + timedelta(seconds=seconds_after)
    failures = make_alert(service="stripe", rule="consecutive_failures", details={"failingSince": since.isoformat()})
    assert still_inhibits(OVER, failures, NOW + timedelta(minutes=5)) is felt


def test_an_open_cause_is_felt_however_long_it_lasts() -> None:
    assert still_inhibits(OPEN, make_alert(service="stripe", rule="webhook_gap"), NOW + timedelta(days=3))

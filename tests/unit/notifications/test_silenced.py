"""What waited while somebody asked for silence waits for its end: it is not told as if nothing had happened."""

from datetime import timedelta

import pytest

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.silence import Silence
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.delivery_outcome import Outcome, Result
from tests.unit.notifications.bench import Bench
from tests.unit.notifications.fakes import context
from tests.unit.notifications.messages import OPENED_AT, message, resolved

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
WORSE = message(TransitionKind.ESCALATED, sequence=2)
"""Held by nothing else."""


def tell(bench: Bench, told: AlertMessage = WORSE, after: timedelta = HOUR) -> Result:
    bench.now = OPENED_AT + after
    return bench.consumer.consume(told.model_dump_json(), 1, context())


def silenced(begins: timedelta, lasts: timedelta, service: str | None = None) -> Bench:
    """A desk where somebody asked for silence so long after the opening."""
    bench, begin = Bench(), OPENED_AT + begins
    bench.silences.put(
        Silence(
            id="silence_1",
            starts_at=begin,
            ends_at=begin + lasts,
            reason="Deploy",
            created_by="Ann",
            created_at=begin,
            service=service,
        )
    )
    return bench


def test_what_is_silenced_while_it_waits_is_told_after_the_silence() -> None:
    bench = silenced(10 * MINUTE, HOUR, service=WORSE.alert.service)
    assert tell(bench) == Result(Outcome.DEFERRED, 10 * 60)
    assert bench.channel.sent == []
    assert tell(bench, after=70 * MINUTE) == Result(Outcome.DELIVERED)


def test_an_end_before_its_time_is_seen_within_half_an_hour() -> None:
    assert tell(silenced(10 * MINUTE, 24 * HOUR), after=HOUR) == Result(Outcome.DEFERRED, 30 * 60)


@pytest.mark.parametrize(
    ("begins", "lasts", "service", "after"),
    [
        (10 * MINUTE, 20 * MINUTE, None, HOUR),
        (2 * HOUR, HOUR, None, HOUR),
        (10 * MINUTE, HOUR, "printify", HOUR),
        (-HOUR, 3 * HOUR, None, HOUR),
        (MINUTE, HOUR, None, 4 * MINUTE),
        (HOUR, 300 * HOUR, None, 10 * 24 * HOUR),
    ],
    ids=["over", "to come", "of another service", "known to the engine", "told at once", "of weeks"],
)
def test_what_no_new_silence_covers_is_told(
    begins: timedelta, lasts: timedelta, service: str | None, after: timedelta
) -> None:
    assert tell(silenced(begins, lasts, service), after=after) == Result(Outcome.DELIVERED)


def test_the_end_of_what_people_heard_of_is_told_and_of_other_things_waits() -> None:
    bench = silenced(10 * MINUTE, 3 * HOUR)
    assert tell(bench, after=MINUTE) == Result(Outcome.DELIVERED)
    over = resolved(20 * MINUTE, sequence=3)
    assert tell(bench, over) == Result(Outcome.DELIVERED)
    bench = silenced(10 * MINUTE, 3 * HOUR)
    for told in (WORSE, over):
        assert tell(bench, told) == Result(Outcome.DEFERRED, 30 * 60)
    assert tell(bench, over, 4 * HOUR) == Result(Outcome.DELIVERED)


def test_a_low_alert_that_was_silenced_before_the_morning_waits_for_the_end_of_the_silence() -> None:
    low = message(severity=Severity.LOW)
    bench = silenced(10 * MINUTE, 48 * HOUR)
    assert tell(bench, low, 30 * HOUR) == Result(Outcome.DEFERRED, 30 * 60)


def test_without_the_store_it_is_told() -> None:
    bench = silenced(10 * MINUTE, HOUR)
    bench.silences.unavailable = True
    assert tell(bench) == Result(Outcome.DELIVERED)

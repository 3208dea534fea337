"""The last that a person hears of an alert says how it stands, in whatever order its messages come."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.alert import AlertStatus
from pawpop_monitoring.domain.errors import DeliveryError, RetryableDeliveryError
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.content.wording import lead_of
from pawpop_monitoring.notifications.delivery_outcome import Outcome, Result
from pawpop_monitoring.notifications.progress import Mark
from tests.fakes.standby_store import InMemoryStandbyStore
from tests.unit.notifications.bench import UTC_ZONE, Bench
from tests.unit.notifications.fakes import InMemoryProgressStore, context
from tests.unit.notifications.messages import OPENED_AT, alert, message, resolved

CRITICAL, LOW = Severity.CRITICAL, Severity.LOW
MONDAY = datetime(2026, 11, 30, 9, tzinfo=UTC)
FRIDAY = datetime(2026, 11, 27, 19, tzinfo=UTC)
WINDOW = timedelta(seconds=21)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def tell(bench: Bench, told: AlertMessage, attempt: int = 1) -> Result:
    return bench.consumer.consume(told.model_dump_json(), attempt, context())


def subjects(bench: Bench) -> list[str]:
    return [mail.subject for mail in bench.channel.sent]


def test_nothing_says_broken_after_it_was_said_to_be_over() -> None:
    bench = Bench(now=message().at)
    bench.channel.errors = [RetryableDeliveryError("500")]
    opening = message(severity=CRITICAL, message="DOWN")
    tell(bench, opening)
    bench.now += WINDOW
    assert tell(bench, opening, 2).outcome is Outcome.FAILED
    tell(bench, resolved(minutes(4), severity=CRITICAL, message="OVER"))
    assert tell(bench, opening, 3) == Result(Outcome.SUPERSEDED)
    assert subjects(bench) == ["OVER"]


def test_a_reminder_of_what_is_over_is_not_told() -> None:
    bench = Bench(now=message().at + minutes(18))
    tell(bench, resolved(minutes(17), sequence=3))
    late = message(TransitionKind.REMINDED, minutes(15), reason=Reason.REMINDED, sequence=2)
    assert tell(bench, late, 4) == Result(Outcome.SUPERSEDED)
    assert len(bench.channel.sent) == 1


@pytest.mark.parametrize("end_first", [True, False])
def test_what_came_and_went_on_the_weekend_is_one_mail_on_monday(end_first: bool) -> None:
    bench = Bench(now=MONDAY)
    opening = message(severity=LOW, timestamp=FRIDAY, message="OPEN")
    end = resolved(minutes(10), severity=LOW, timestamp=FRIDAY, message="OVER")
    for told in [end, opening] if end_first else [opening, end]:
        tell(bench, told, 7)
    bench.now += 2 * WINDOW
    for told in (opening, end):
        tell(bench, told, 8)
    assert subjects(bench) == ["OVER"]


def test_what_was_taken_on_during_the_weekend_is_not_told_on_monday() -> None:
    bench = Bench(now=MONDAY)
    taken = {"acknowledged_at": MONDAY - timedelta(hours=20), "acknowledged_by": "person"}
    bench.standby.put(alert(severity=LOW, status=AlertStatus.ACKNOWLEDGED, **taken))
    opening = message(severity=LOW)
    tell(bench, opening, 7)
    bench.now += WINDOW
    tell(bench, opening, 8)
    assert bench.channel.sent == []


def test_what_the_standby_store_knows_to_be_over_is_not_told_although_its_end_is_still_to_come() -> None:
    bench = Bench()
    bench.standby.put(alert())
    bench.standby.forget(alert(resolved_at=OPENED_AT + minutes(1)))
    assert tell(bench, message(reason=Reason.ESCALATED)) == Result(Outcome.SUPERSEDED)
    reopened = message(after=minutes(2), reason=Reason.REOPENED, sequence=3)
    assert tell(bench, reopened) == Result(Outcome.DELIVERED)


def test_what_waited_is_told_as_it_stands_by_now() -> None:
    bench = Bench(now=OPENED_AT + minutes(30))
    bench.standby.put(alert(last_seen=OPENED_AT + minutes(28), occurrences=7))
    told = bench.stages.still_true.look(message())  # type: ignore[attr-defined]
    assert (told.alert.occurrences, told.alert.last_seen) == (7, OPENED_AT + minutes(28))
    bench.now = OPENED_AT + minutes(1)
    assert bench.stages.still_true.look(message()) == message()  # type: ignore[attr-defined]


def test_an_end_that_overtook_an_attempt_waits_for_it() -> None:
    bench = Bench(now=OPENED_AT)
    worse = message(TransitionKind.ESCALATED, sequence=2)
    assert bench.progress.begin(worse, bench.now, bench.now + timedelta(seconds=30))
    assert tell(bench, resolved(sequence=3)) == Result(Outcome.IN_PROGRESS, 2)
    bench.progress.end(worse, accepted=True)
    assert tell(bench, resolved(sequence=3)) == Result(Outcome.DELIVERED)


def test_whose_process_died_holds_nobody_up_for_longer_than_it_can_have_lived() -> None:
    bench = Bench(now=OPENED_AT)
    assert bench.progress.begin(message(), bench.now, bench.now + timedelta(seconds=30))
    bench.now += timedelta(seconds=31)
    assert tell(bench, resolved()) == Result(Outcome.DELIVERED)


def test_an_end_that_nobody_heard_the_beginning_of_says_when_it_was() -> None:
    end = resolved(minutes(10)).model_copy(update={"unheard": True})
    assert lead_of(end, UTC_ZONE) == (
        "It lasted from Mon 23 Nov 2026, 03:12 UTC to Mon 23 Nov 2026, 03:22 UTC and is over: the check saw it good "
        "again. Nothing about it was told here before."
    )


@pytest.mark.parametrize(
    ("error", "unheard"),
    [(RetryableDeliveryError("500"), True), (RetryableDeliveryError("time-out", undecided=True), False)],
)
def test_what_may_have_been_heard_is_not_said_to_be_unheard(error: DeliveryError, unheard: bool) -> None:
    bench = Bench(now=OPENED_AT)
    bench.channel.errors = [error]
    tell(bench, message().model_copy(update={"alone": True}))
    told = bench.stages.still_true.look(resolved())  # type: ignore[attr-defined]
    assert told.unheard is unheard


@pytest.mark.parametrize("gone", ["standby", "progress"])
def test_with_a_memory_out_of_reach_everything_is_told(gone: str) -> None:
    bench = Bench(standby=InMemoryStandbyStore(unavailable=gone == "standby"))
    bench.progress = InMemoryProgressStore(unavailable=gone == "progress")
    urgent = message(TransitionKind.ESCALATED, sequence=2)
    assert [tell(bench, told) for told in (urgent, resolved(sequence=3))] == [Result(Outcome.DELIVERED)] * 2


def test_a_test_mail_is_told_although_its_alert_is_over_already() -> None:
    bench = Bench(now=OPENED_AT)
    marked: dict[str, Any] = {"details": {"test": True}}
    assert tell(bench, resolved(minutes(1), **marked)) == Result(Outcome.DELIVERED)
    assert tell(bench, message(**marked)) == Result(Outcome.DELIVERED)


# ── any life, in any order ──────────────────────────────────────────────────
def life() -> Sequence[AlertMessage]:
    """Opened, reminded, worse, over, opened again, over."""
    return [
        message(severity=Severity.HIGH),
        message(TransitionKind.REMINDED, minutes(60), reason=Reason.REMINDED, sequence=2),
        message(TransitionKind.ESCALATED, minutes(70), reason=Reason.ESCALATED, sequence=6, severity=CRITICAL),
        message(TransitionKind.REMINDED, minutes(85), reason=Reason.REMINDED, sequence=7, severity=CRITICAL),
        resolved(minutes(90), sequence=8),
        message(after=minutes(95), reason=Reason.REOPENED, sequence=9),
        resolved(minutes(99), sequence=10),
    ]


ANSWERS = st.lists(st.sampled_from([None, "refused", "undecided"]), max_size=12)


@settings(max_examples=400, deadline=None)
@given(st.data(), st.integers(1, 7), ANSWERS)
def test_in_any_order_with_duplicates_and_refusals_nothing_older_follows_something_newer(
    data: st.DataObject, length: int, answers: list[str | None]
) -> None:
    bench = Bench(now=OPENED_AT + timedelta(hours=5))
    steps = life()[:length]
    keys = {step.key: Mark.of(step) for step in steps}
    queue = list(data.draw(st.permutations([*steps, *steps])))
    attempts = dict.fromkeys(keys, 0)
    told: list[str] = []
    while queue:
        step = queue.pop(0)
        attempts[step.key] += 1
        answer = answers.pop(0) if answers else None
        bench.channel.errors = [RetryableDeliveryError("no", undecided=answer == "undecided")] if answer else []
        result = tell(bench, step, attempts[step.key])
        if result.retry_in is not None:
            queue.append(step)
            bench.now += timedelta(seconds=result.retry_in)
        told = [mail.idempotency_key for mail in bench.channel.sent]
    assert len(told) == len(set(told))
    marks = [keys[key] for key in told]
    assert marks == sorted(marks)
    assert marks[-1] == max(keys.values())

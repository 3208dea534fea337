"""A reminder that waited while somebody took the alert on, and an end that waited while it was opened again."""

from datetime import timedelta
from typing import Any

import pytest

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.errors import RetryableDeliveryError
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.delivery_outcome import Outcome, Result
from tests.fakes.standby_store import InMemoryStandbyStore
from tests.unit.notifications.bench import WINDOW, Bench
from tests.unit.notifications.fakes import context
from tests.unit.notifications.messages import OPENED_AT, alert, message, resolved


def _taken_on(minutes: float) -> Alert:
    """The alert of `message()`, acknowledged so long after its opening."""
    at = message().at + timedelta(minutes=minutes)
    return alert(status=AlertStatus.ACKNOWLEDGED, acknowledged_at=at, acknowledged_by="person")


def _reminder(reason: Reason, **changes: Any) -> str:
    kind = TransitionKind.ESCALATED if reason is Reason.UNANSWERED else TransitionKind.REMINDED
    return message(kind, timedelta(minutes=15), reason=reason, **changes).model_dump_json()


def _tell(bench: Bench, told: AlertMessage, attempt: int = 1) -> Result:
    return bench.consumer.consume(told.model_dump_json(), attempt, context())


@pytest.mark.parametrize(
    "reason", [Reason.REMINDED, Reason.UNANSWERED, Reason.ACKNOWLEDGEMENT_EXPIRED, Reason.ESCALATED]
)
def test_a_reminder_that_waited_while_somebody_took_the_alert_on_is_not_told(reason: Reason) -> None:
    bench = Bench()
    bench.standby.put(_taken_on(16))
    assert bench.consumer.consume(_reminder(reason), 3, context()) == Result(Outcome.SUPERSEDED)
    assert bench.channel.sent == []


@pytest.mark.parametrize(
    ("body", "known"),
    [
        (_reminder(Reason.REMINDED), None),
        (_reminder(Reason.REMINDED), alert()),
        (_reminder(Reason.REMINDED), _taken_on(14)),
        (_reminder(Reason.REMINDED, id="alert_other"), _taken_on(16)),
        (_reminder(Reason.ESCALATED), _taken_on(14)),
        (resolved().model_dump_json(), _taken_on(16)),
    ],
    ids=["unknown", "still open", "taken on before", "another", "got worse", "over"],
)
def test_everything_else_is_told(body: str, known: Alert | None) -> None:
    bench = Bench()
    if known is not None:
        bench.standby.put(known)
    bench.consumer.consume(body, 1, context())
    bench.now += WINDOW
    assert bench.consumer.consume(body, 2, context()).outcome in {Outcome.DELIVERED, Outcome.ALREADY_DELIVERED}


def test_a_reminder_is_told_when_nobody_can_say_whether_the_alert_was_taken_on() -> None:
    bench = Bench(standby=InMemoryStandbyStore(unavailable=True))
    bench.consumer.consume(_reminder(Reason.REMINDED), 1, context())
    bench.now += WINDOW
    assert bench.consumer.consume(_reminder(Reason.REMINDED), 2, context()) == Result(Outcome.DELIVERED)


def _opened_again(**changes: Any) -> Alert:
    """The alert of `resolved()`, opened again and told ten minutes after its end."""
    at = resolved().at + timedelta(minutes=10)
    return alert(**{"sequence": 3, "last_seen": at, "notified_at": at} | changes)


@pytest.mark.parametrize("undecided", [False, True], ids=["refused", "in doubt"])
def test_an_end_that_waited_while_the_alert_was_opened_again_is_not_told(undecided: bool) -> None:
    bench = Bench(now=resolved().at)
    bench.channel.errors = [RetryableDeliveryError("500", undecided=undecided)]
    assert _tell(bench, resolved()).outcome is Outcome.FAILED
    bench.standby.put(_opened_again())
    assert _tell(bench, resolved(), 2) == Result(Outcome.SUPERSEDED)
    again = message(after=timedelta(minutes=90), reason=Reason.REOPENED, sequence=3)
    assert _tell(bench, again) == Result(Outcome.DELIVERED)
    assert [mail.idempotency_key for mail in bench.channel.sent] == [again.key]


def test_the_next_end_is_told_although_the_one_before_was_not() -> None:
    bench = Bench(now=resolved().at)
    bench.standby.put(_opened_again())
    assert _tell(bench, resolved()) == Result(Outcome.SUPERSEDED)
    bench.standby.forget(_opened_again(resolved_at=resolved().at + timedelta(minutes=20)))
    assert _tell(bench, resolved(timedelta(minutes=100), sequence=4)) == Result(Outcome.DELIVERED)


@pytest.mark.parametrize(
    "known",
    [
        alert(),
        alert(notified_at=resolved().at),
        _opened_again(sequence=2),
        _opened_again(notified_at=OPENED_AT),
        _opened_again(notified_at=None, silenced_by="silence"),
        _opened_again(id="alert_other"),
    ],
    ids=["a late copy", "of the same moment", "reminded of without the store", "not told", "in silence", "another"],
)
def test_an_end_is_told_unless_something_later_of_the_alert_is_told(known: Alert) -> None:
    bench = Bench(now=resolved().at)
    bench.standby.put(known)
    assert _tell(bench, resolved()) == Result(Outcome.DELIVERED)


def test_an_end_is_told_that_another_end_follows() -> None:
    bench = Bench(now=resolved().at)
    bench.standby.put(_opened_again())
    bench.standby.forget(_opened_again(resolved_at=resolved().at + timedelta(minutes=20)))
    assert _tell(bench, resolved()) == Result(Outcome.DELIVERED)


def test_an_end_is_told_when_nobody_can_say_whether_the_alert_is_open_again() -> None:
    bench = Bench(standby=InMemoryStandbyStore(unavailable=True))
    assert _tell(bench, resolved()) == Result(Outcome.DELIVERED)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (None, ["2-resolved", "3-opened"]),
        (RetryableDeliveryError("no answer", undecided=True), ["3-opened"]),
        (RetryableDeliveryError("500"), []),
    ],
    ids=["told", "in doubt", "refused"],
)
def test_who_may_take_it_for_over_hears_that_it_is_open_though_somebody_took_it_on(
    error: RetryableDeliveryError | None, told: list[str]
) -> None:
    bench = Bench(now=resolved().at)
    bench.channel.errors = [error] if error else []
    _tell(bench, resolved())
    again = message(after=timedelta(minutes=90), reason=Reason.REOPENED, sequence=3)
    taken_at = again.at + timedelta(minutes=1)
    taken = {"status": AlertStatus.ACKNOWLEDGED, "acknowledged_at": taken_at, "acknowledged_by": "Ann"}
    bench.standby.put(_opened_again(notified_at=again.at, **taken))
    bench.now = taken_at
    assert _tell(bench, resolved(), 2).outcome in {Outcome.SUPERSEDED, Outcome.ALREADY_DELIVERED}
    _tell(bench, again)
    _tell(bench, message(TransitionKind.REMINDED, timedelta(minutes=90, seconds=30), sequence=4))
    assert [mail.idempotency_key.partition("/")[2] for mail in bench.channel.sent] == told

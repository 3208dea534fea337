"""Many reminders that fall due at once are few mails."""

from datetime import timedelta

import pytest

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.content.wording import lead_of
from tests.unit.notifications.bench import UTC_ZONE, WINDOW, Bench
from tests.unit.notifications.fakes import context
from tests.unit.notifications.messages import message

LATER = timedelta(minutes=15)


def reminder(name: str, reason: Reason = Reason.REMINDED, *, alone: bool = False) -> AlertMessage:
    kind = TransitionKind.REMINDED if reason is Reason.REMINDED else TransitionKind.ESCALATED
    told = message(kind, LATER, id=name, reason=reason, sequence=2, severity=Severity.CRITICAL)
    return told.model_copy(update={"alone": alone})


@pytest.mark.parametrize("alone", [False, True], ids=["with the alert store", "without"])
@pytest.mark.parametrize("reason", [Reason.REMINDED, Reason.UNANSWERED])
def test_sixty_reminders_are_one_mail(reason: Reason, alone: bool) -> None:
    bench = Bench()
    bodies = [reminder(f"alert_{number:02}", reason, alone=alone).model_dump_json() for number in range(60)]
    for _ in range(2):
        for body in bodies:
            bench.consumer.consume(body, 1, context())
        bench.now += WINDOW
    assert len(bench.channel.sent) == 1


def test_openings_and_reminders_are_mails_of_their_own() -> None:
    bench = Bench()
    told = [message(), reminder("alert_old")]
    for _ in range(2):
        for each in told:
            bench.consumer.consume(each.model_dump_json(), 1, context())
        bench.now += WINDOW
    assert [mail.idempotency_key for mail in bench.channel.sent] == [each.key for each in told]


def test_they_are_said_to_be_open_still() -> None:
    together = AlertMessage.grouped([reminder("alert_a"), reminder("alert_b")], "group/1/2")
    assert "1 more is still open as well; it is listed below." in lead_of(together, UTC_ZONE)
    three = AlertMessage.grouped([reminder(f"alert_{name}") for name in "abc"], "group/1/2")
    assert "2 more are still open as well; they are listed below." in lead_of(three, UTC_ZONE)

"""A mail says what else is open, the worst first, a few by name (U27)."""

from datetime import timedelta
from typing import Any

import pytest

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.alert import AlertStatus
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.also_open import MOST_NAMED, Beside
from tests.fakes.standby_store import InMemoryStandbyStore
from tests.unit.notifications.messages import OPENED_AT, alert, message
from tests.unit.notifications.test_group_mail import COMPOSER

MINUTE = timedelta(minutes=1)


def _open(name: str, severity: Severity = Severity.LOW, **changes: Any) -> Any:
    known = {"id": f"alert_{name}", "rule": "manual", "fingerprint": f"printify:manual:{name}", "service": "printify"}
    return alert(**known | {"severity": severity, "message": f"Matter {name}"} | changes)


def _told(*open_ones: Any, about: AlertMessage | None = None) -> AlertMessage:
    standby = InMemoryStandbyStore()
    for each in (alert(), *open_ones):
        standby.put(each)
    return Beside(standby)(about or message())


def test_the_worst_are_named_and_the_others_counted() -> None:
    crowd = [_open(f"{number}", timestamp=OPENED_AT + number * MINUTE) for number in range(9)]
    taken = {"status": AlertStatus.ACKNOWLEDGED, "acknowledged_at": OPENED_AT, "acknowledged_by": "Ann <b>"}
    told = _told(*crowd, _open("ann", Severity.CRITICAL, **taken), _open("worst", Severity.CRITICAL))
    assert [each.message for each in told.also_open] == ["Matter worst", *(f"Matter {number}" for number in range(4))]
    assert (len(told.also_open), told.also_open_left) == (MOST_NAMED, 6)


@pytest.mark.parametrize("kind", [TransitionKind.OPENED, TransitionKind.RESOLVED])
def test_the_mail_names_them_and_who_is_on_them(kind: TransitionKind) -> None:
    taken = {"status": AlertStatus.ACKNOWLEDGED, "acknowledged_at": OPENED_AT, "acknowledged_by": "Ann <b>"}
    mail = COMPOSER.compose(_told(_open("x", Severity.HIGH, **taken), about=message(kind)))
    assert "ALSO OPEN" in mail.text
    assert "HIGH · printify: Matter x" in mail.text or "HIGH · Printify: Matter x" in mail.text
    assert "Ann &lt;b&gt; is on it" in mail.html
    assert "more, on the dashboard" not in mail.text


def test_what_is_told_itself_or_nobody_heard_of_is_not_named() -> None:
    told = _told(_open("silenced", notified_at=None, notified_severity=None))
    assert (told.also_open, told.also_open_left) == ((), 0)
    assert "ALSO OPEN" not in COMPOSER.compose(told).text


def test_a_mail_goes_out_where_that_is_not_known() -> None:
    assert Beside(InMemoryStandbyStore(unavailable=True))(message()) == message()


def test_a_test_stands_alone() -> None:
    about = message(details={"test": True})
    assert _told(_open("x"), about=about) == about

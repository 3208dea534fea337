"""Who is told."""

import pytest

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.channels.email.recipients import Recipients
from tests.unit.notifications.messages import message, resolved

SHOP, BOSS = "shop@example.com", "boss@example.com"
CRITICAL = Severity.CRITICAL


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (message(), (SHOP,)),
        (message(TransitionKind.REMINDED, sequence=2), (SHOP,)),
        (resolved(), (SHOP,)),
        (message(severity=CRITICAL), (SHOP, BOSS)),
        (message(TransitionKind.REMINDED, severity=CRITICAL, sequence=2), (SHOP, BOSS)),
        (message(TransitionKind.ESCALATED, sequence=2), (SHOP, BOSS)),
        (resolved(escalated=True), (SHOP, BOSS)),
        (resolved(severity=CRITICAL), (SHOP, BOSS)),
    ],
)
def test_escalations_and_their_recoveries_reach_more_people(told: AlertMessage, expected: tuple[str, ...]) -> None:
    assert Recipients((SHOP,), (BOSS,)).of(told) == expected


def test_nobody_gets_it_twice() -> None:
    recipients = Recipients((SHOP, BOSS), ("Shop@Example.com", BOSS))
    assert recipients.of(message(severity=CRITICAL)) == (SHOP, BOSS)


def test_a_monitor_that_tells_nobody_does_not_start() -> None:
    with pytest.raises(ConfigurationError, match="ALERT_RECIPIENTS"):
        Recipients(())

"""A day's mails do not run out by reminders."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.allowance import Allowance
from pawpop_monitoring.notifications.stages.still_true import StillTrue
from pawpop_monitoring.notifications.verdict import Drop
from tests.factories import NOW
from tests.unit.notifications.bench import Bench
from tests.unit.notifications.messages import OPENED_AT, message

RECIPIENTS = 2


@dataclass
class Ledger:
    mails: int = 0

    def spent(self) -> int:
        return self.mails


@pytest.mark.parametrize(
    ("spent", "minutes", "spared"),
    [
        (39, 15, False),
        (40, 15, True),
        (40, 60, False),
        (70, 60, True),
        (70, 240, False),
        (90, 240, True),
        (500, 15, True),
    ],
)
def test_the_fewer_are_left_the_more_seldom_an_alert_is_reminded_of(spent: int, minutes: int, spared: bool) -> None:
    told_at = NOW - timedelta(minutes=minutes)
    assert Allowance(Ledger(spent), 100).spares(told_at, NOW) is spared
    assert not Allowance(Ledger(spent), 0).spares(told_at, NOW)
    assert not Allowance(Ledger(spent), 100).spares(None, NOW)


def test_a_critical_alert_that_nobody_takes_on_leaves_room_for_others_all_day() -> None:
    bench, ledger = Bench(now=OPENED_AT), Ledger(RECIPIENTS)
    stage = StillTrue(bench.standby, bench.progress, lambda: bench.now, Allowance(ledger, 100))
    bench.progress.end(message(), accepted=True)
    told = 0
    for number in range(1, 96):
        at = timedelta(minutes=15) * number
        step = message(
            TransitionKind.REMINDED, at, reason=Reason.REMINDED, sequence=number + 1, severity=Severity.CRITICAL
        )
        bench.now = OPENED_AT + at
        if not isinstance(stage.look(step), Drop):
            bench.progress.end(step, accepted=True)
            ledger.mails += RECIPIENTS
            told += 1
    assert told >= 30
    assert ledger.mails <= 80

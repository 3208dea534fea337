"""The same facts are told alike by checks every minute and every five: both or neither, two looks apart at most."""

import random
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from pawpop_monitoring.alerting.decide.decision import Decision, Reason
from pawpop_monitoring.alerting.decide.engine import decide_bad, decide_good, decide_unclear
from pawpop_monitoring.alerting.decide.policy import policy_for
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.analytics.counts import Counts
from pawpop_monitoring.analytics.looks import looks_back
from pawpop_monitoring.analytics.rates import Verdict, judge_rate
from pawpop_monitoring.checks.stripe.payment_rates import OURS
from pawpop_monitoring.domain.rules.patience import Policy
from pawpop_monitoring.domain.rules.stripe import PAYMENT_SUCCESS_RATE
from pawpop_monitoring.domain.severity import Severity
from tests.factories import NOW

DEMAND = replace(OURS, limit=0.02)
BROKEN = PAYMENT_SUCCESS_RATE.broken(Severity.CRITICAL, "Low payment success rate")
A_DAY, STEP = 24 * 60, 5
"""In minutes; so far apart are the looks of the less frequent checks."""


@dataclass(frozen=True)
class Payments:
    """When they came, in minutes from the first look on, and how many of the first so many failed."""

    came: Sequence[float]
    failed: Sequence[bool]

    def counts(self, since: float, until: float) -> Counts:
        first, end = bisect_left(self.came, since), bisect_left(self.came, until)
        return Counts(sum(self.failed[first:end]), end - first)

    def newest_first(self, now: float) -> list[bool]:
        end = bisect_left(self.came, now)
        return list(reversed(self.failed[max(0, end - 200) : end]))


def _payments(a_day: float, share: float, lasts: float, seed: int) -> Payments:
    """A day before the trouble, which begins half an hour after the first look, and six hours after it."""
    chance, minute = random.Random(seed), -float(A_DAY)
    came: list[float] = []
    while minute < lasts + 390:
        minute += chance.expovariate(a_day / A_DAY)
        came.append(minute)
    return Payments(came, [chance.random() < (share if 30 <= minute < 30 + lasts else 0.001) for minute in came])


def _told(payments: Payments, a_day: float, every: int) -> list[tuple[str, float]]:
    policy = policy_for("stripe", "payment_success_rate", timedelta(minutes=every))
    state = RuleState(fingerprint=BROKEN.fingerprint)
    told: list[tuple[str, float]] = []
    for minute in range(0, int(payments.came[-1]), every):
        decision = _decided(payments, a_day, minute, state, policy)
        alert = decision.after.alert
        state = replace(decision.after, alert=None) if alert and alert.resolved else decision.after
        if decision.transition:
            told.append((decision.transition.kind.value, float(minute)))
    return told


def _decided(payments: Payments, a_day: float, minute: int, state: RuleState, policy: Policy) -> Decision:
    longer = [payments.counts(minute - hours * 60, minute) for hours in (1, 6, 24)]
    before = Counts(round(0.028 * a_day), round(28 * a_day))
    rate = judge_rate(looks_back(payments.newest_first(minute), longer), before, DEMAND, 365 * a_day)
    now = NOW + timedelta(minutes=minute)
    match rate.verdict:
        case Verdict.BAD:
            return decide_bad(state, BROKEN, now, policy)
        case Verdict.GOOD:
            return decide_good(state, now, policy)
        case Verdict.UNDECIDED if rate.strange:
            return Decision(reason=Reason.HELD, after=state)
        case Verdict.UNDECIDED:
            return decide_unclear(state, now, policy)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(
    ("a_day", "share", "lasts"),
    [(20, 1.0, 480), (450, 1.0, 120), (450, 0.6, 120), (4500, 0.5, 40), (450, 0.0, 0)],
)
def test_the_same_is_told(a_day: float, share: float, lasts: float, seed: int) -> None:
    payments = _payments(a_day, share, lasts, seed)
    often, seldom = (_told(payments, a_day, every) for every in (1, STEP))
    assert [kind for kind, _ in often] == [kind for kind, _ in seldom] == (["opened", "resolved"] if share else [])
    for (_, one), (_, other) in zip(often, seldom, strict=True):
        assert abs(one - other) <= 2 * STEP

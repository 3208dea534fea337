"""Payments of a shop around some trouble, and what is told of them by checks at an interval."""

import random
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import accumulate

from pawpop_monitoring.alerting.decide.decision import Decision, Reason
from pawpop_monitoring.alerting.decide.engine import decide_bad, decide_good, decide_unclear
from pawpop_monitoring.alerting.decide.policy import policy_for
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.analytics.counts import Counts
from pawpop_monitoring.analytics.looks import looks_back
from pawpop_monitoring.analytics.rates import RateJudgement, Verdict, judge_rate
from pawpop_monitoring.checks.stripe.payment_rates import OURS
from pawpop_monitoring.domain.looked_back import LOOKED_BACK
from pawpop_monitoring.domain.rules.patience import Policy
from pawpop_monitoring.domain.rules.stripe import PAYMENT_SUCCESS_RATE
from pawpop_monitoring.domain.severity import Severity
from tests.factories import NOW

_DEMAND = replace(OURS, limit=0.02)
_BROKEN = PAYMENT_SUCCESS_RATE.broken(Severity.CRITICAL, "Low payment success rate")
_A_DAY, _CALM, _GRAIN = 24 * 60, 30, 5
"""In minutes. The trouble begins so long after the first look; sums begin at a full five minutes."""
_LENGTHS = [*(round(length.total_seconds() / 60) for length in LOOKED_BACK), _A_DAY]


@dataclass(frozen=True)
class Played:
    """When payments came, in minutes from the first look on, and how many of the first so many failed."""

    a_day: float
    usual: float
    came: Sequence[float]
    failed: Sequence[bool]
    sums: Sequence[int]

    def judged(self, minute: float) -> RateJudgement:
        """As the check judges them then."""
        longer = [self._counts(_started(minute - length), minute) for length in _LENGTHS]
        before = Counts(round(28 * self.usual * self.a_day), round(28 * self.a_day))
        return judge_rate(looks_back(self._newest_first(minute), longer), before, _DEMAND, 365 * self.a_day)

    def _counts(self, since: float, until: float) -> Counts:
        first, end = bisect_left(self.came, since), bisect_left(self.came, until)
        return Counts(self.sums[end] - self.sums[first], end - first)

    def _newest_first(self, now: float) -> list[bool]:
        end = bisect_left(self.came, now)
        return list(reversed(self.failed[max(0, end - 200) : end]))


def _started(minute: float) -> float:
    return minute // _GRAIN * _GRAIN


def play(a_day: float, share: float, lasts: float, seed: int, *, usual: float = 0.001, busy: float = 1.0) -> Played:
    """A day before the trouble and six hours after it, `busy` times as busy as an average hour; the same for a seed."""
    chance, minute = random.Random(seed), -float(_A_DAY)
    came: list[float] = []
    while minute < lasts + 390:
        minute += chance.expovariate(a_day * busy / _A_DAY)
        came.append(minute)
    failed = [chance.random() < (share if _CALM <= minute < _CALM + lasts else usual) for minute in came]
    return Played(a_day, usual, came, failed, list(accumulate(failed, initial=0)))


def told(played: Played, every: int) -> list[tuple[str, float]]:
    """What is told, and how many minutes after the trouble began, with checks `every` so many minutes."""
    policy = policy_for("stripe", "payment_success_rate", timedelta(minutes=every))
    state = RuleState(fingerprint=_BROKEN.fingerprint)
    said: list[tuple[str, float]] = []
    for minute in range(0, int(played.came[-1]), every):
        decision = _decided(played.judged(minute), minute, state, policy)
        alert = decision.after.alert
        state = replace(decision.after, alert=None) if alert and alert.resolved else decision.after
        if decision.transition:
            said.append((decision.transition.kind.value, float(minute - _CALM)))
    return said


def _decided(rate: RateJudgement, minute: int, state: RuleState, policy: Policy) -> Decision:
    now = NOW + timedelta(minutes=minute)
    match rate.verdict:
        case Verdict.BAD:
            return decide_bad(state, _BROKEN, now, policy)
        case Verdict.GOOD:
            return decide_good(state, now, policy)
        case Verdict.UNDECIDED if rate.strange:
            return Decision(reason=Reason.HELD, after=state)
        case Verdict.UNDECIDED:
            return decide_unclear(state, now, policy)

"""What is done with one message of a channel's queue: the stages, in this order."""

import logging
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.notifications.delivery_log import DeliveryLog
from pawpop_monitoring.notifications.delivery_outcome import Outcome, Result
from pawpop_monitoring.notifications.stages.routed import everywhere
from pawpop_monitoring.notifications.verdict import Drop, Go, Parcel, Stage, Verdict, Wait

STAGES = ("readable", "routed", "switched_on", "still_true", "business_hours", "silenced", "group", "once", "send")
"""Each says go, wait until and why, or drop and why; `stages/` has a file for each."""

_logger = logging.getLogger(__name__)
_ENOUGH_MILLISECONDS = 20_000
"""What an attempt takes at most, with hanging providers; with less left it is not begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """The stages of one channel. A test holds the names against `STAGES`."""

    readable: Stage
    routed: Stage = everywhere
    switched_on: Stage = everywhere
    still_true: Stage
    business_hours: Stage
    silenced: Stage
    group: Stage
    once: Stage
    send: Stage

    def in_order(self) -> Sequence[Stage]:
        """As `STAGES` has them."""
        return [getattr(self, name) for name in STAGES]


@dataclass(frozen=True, slots=True)
class AlertConsumer:
    """Takes messages through the stages. `put_aside` sends a body to the dead-letter queue, or raises."""

    stages: Stages
    log: DeliveryLog
    put_aside: Callable[[str], None]
    clock: Clock

    def consume(self, body: str, attempt: int, context: LambdaContext) -> Result:
        """Handle one message; `attempt` counts from 1. Any exception means: try again later."""
        if context.get_remaining_time_in_millis() < _ENOUGH_MILLISECONDS:
            return Result(Outcome.DEFERRED, 0)
        received = Parcel(body=body, attempt=attempt, now=self.clock(), context=context)
        return self._carry_out(*follow(received, self.stages.in_order()))

    def _carry_out(self, parcel: Parcel, verdict: Verdict) -> Result:
        result = carry_out(parcel.read.mail_key if parcel.read else "a message", parcel, verdict, self.put_aside)
        if not isinstance(verdict, Go):
            self.log.stopped(parcel, verdict)
        return result


def carry_out(name: str, parcel: Parcel, verdict: Verdict, put_aside: Callable[[str], None]) -> Result:
    """What becomes of a message that the log calls `name`; what can't be delivered is put aside."""
    match verdict:
        case Go():
            _logger.info("%s: told", name)
            return Result(Outcome.DELIVERED)
        case Wait(until, why, outcome):
            seconds = max(0, math.ceil((until - parcel.now) / timedelta(seconds=1)))
            _logger.log(_level(outcome), "%s: %s, again in %d s: %s", name, outcome, seconds, why)
            return Result(outcome, seconds)
        case Drop(why, outcome):
            if outcome is Outcome.DEAD_LETTERED:
                put_aside(parcel.body)
            _logger.log(_level(outcome), "%s: %s: %s", name, _SAID.get(outcome, outcome), why)
            return Result(outcome)


def follow(parcel: Parcel, stages: Sequence[Stage]) -> tuple[Parcel, Verdict]:
    """Stage by stage, until one stops the message; the parcel as the last stage had it, and what was said of it."""
    for position, stage in enumerate(stages, start=1):
        verdict = stage(parcel)
        if not isinstance(verdict, Go):
            return parcel, verdict
        parcel = verdict.parcel
        if verdict.within is not None:
            return _within(verdict, parcel, stages[position:])
    return parcel, Go(parcel)


def _within(go: Go, parcel: Parcel, stages: Sequence[Stage]) -> tuple[Parcel, Verdict]:
    assert go.within is not None  # noqa: S101  the caller has looked
    return parcel, go.within(lambda: follow(parcel, stages)[1])


_SAID = {Outcome.DEAD_LETTERED: "put aside"}
"""What the log, the alarms and the guide call it."""


def _level(outcome: Outcome) -> int:
    if outcome is Outcome.DEAD_LETTERED:
        return logging.ERROR
    return logging.WARNING if outcome in {Outcome.FAILED, Outcome.NEEDS_PERSON} else logging.INFO

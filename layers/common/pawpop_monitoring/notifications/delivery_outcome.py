"""What became of one message of AlertQueue or ChannelQueue."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """Counted as metrics and logged."""

    DELIVERED = "delivered"
    ALREADY_DELIVERED = "already_delivered"
    IN_PROGRESS = "in_progress"
    DEFERRED = "deferred"
    SUPERSEDED = "superseded"
    NOT_ROUTED = "not_routed"
    SWITCHED_OFF = "switched_off"
    HANDED_ON = "handed_on"
    FAILED = "failed"
    NEEDS_PERSON = "needs_person"
    DEAD_LETTERED = "dead_lettered"


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome, and after how many seconds the message is to come back; None if it is done with."""

    outcome: Outcome
    retry_in: int | None = None

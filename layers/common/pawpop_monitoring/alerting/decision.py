"""The outcome of deciding, with its reason."""

from dataclasses import dataclass
from enum import StrEnum

from pawpop_monitoring.alerting.state import RuleState
from pawpop_monitoring.domain.transition import Transition


class Reason(StrEnum):
    """Why the engine did what it did; logged and counted."""

    QUIET = "quiet"
    PENDING = "pending"
    OPENED = "opened"
    FLAPPING = "flapping"
    COUNTED = "counted"
    UNCOVERED = "uncovered"
    ESCALATED = "escalated"
    HELD = "held"
    RECOVERING = "recovering"
    RESOLVED = "resolved"
    OUTDATED = "outdated"
    MUTED = "muted"
    WAITING = "waiting"
    UNANSWERED = "unanswered"
    REMINDED = "reminded"
    ACKNOWLEDGEMENT_EXPIRED = "acknowledgement_expired"
    ACKNOWLEDGED = "acknowledged"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to remember and what to tell. Nothing needs to be written when `after` equals the state before."""

    reason: Reason
    after: RuleState
    transition: Transition | None = None

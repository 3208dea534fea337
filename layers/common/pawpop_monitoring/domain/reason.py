"""Why something was decided."""

from enum import StrEnum


class Reason(StrEnum):
    """Why the engine did what it did; logged."""

    QUIET = "quiet"
    PENDING = "pending"
    OPENED = "opened"
    FLAPPING = "flapping"
    KNOWN_TO_FLAP = "known_to_flap"
    COUNTED = "counted"
    UNMUTED = "unmuted"
    ESCALATED = "escalated"
    HELD = "held"
    RECOVERING = "recovering"
    RESOLVED = "resolved"
    OUTDATED = "outdated"
    SILENCED = "silenced"
    INHIBITED = "inhibited"
    WAITING = "waiting"
    UNANSWERED = "unanswered"
    REMINDED = "reminded"
    ACKNOWLEDGEMENT_EXPIRED = "acknowledgement_expired"
    ACKNOWLEDGED = "acknowledged"
    REOPENED = "reopened"

"""What was done to an incident at PagerDuty, on its way to the worker that does it here; plain Python to the bottom."""

from typing import NamedTuple

from pawpop_monitoring.contracts.press_queue import PAGERDUTY, decoded, encoded

TRIGGERED = "triggered"
ACKNOWLEDGED = "acknowledged"
UNACKNOWLEDGED = "unacknowledged"
RESOLVED = "resolved"
REOPENED = "reopened"
ANNOTATED = "annotated"
KINDS = frozenset({TRIGGERED, ACKNOWLEDGED, UNACKNOWLEDGED, RESOLVED, REOPENED, ANNOTATED})
_LATEST = 1e11
"""Seconds; beyond it no calendar goes."""


class IncidentEvent(NamedTuple):
    """`id` is the event's, the same on each repetition; `at` when it happened, in seconds since the epoch.

    `incident` is PagerDuty's id of the incident, `key` the one that we gave it, empty where PagerDuty does not say.
    `name` is whose doing it is; without a `person` it is PagerDuty's own, or what we sent comes back. `text` is a note.
    """

    id: str
    kind: str
    at: float
    incident: str
    key: str = ""
    name: str = ""
    person: bool = False
    text: str = ""

    def encoded(self) -> str:
        """As JSON."""
        return encoded(PAGERDUTY, self._asdict())

    @classmethod
    def decoded(cls, text: str) -> "IncidentEvent":
        """The event in JSON text; ValueError for what is none. Fields of another release are passed over."""
        event = cls(**decoded(cls, text))
        if event.kind not in KINDS or not 0 <= event.at < _LATEST:
            raise ValueError(f"no press is known by the name {event.kind[:40]!r}, or none at that time")
        return event

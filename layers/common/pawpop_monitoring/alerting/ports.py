"""What deciding needs from the outside world."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from pawpop_monitoring.alerting.state import RuleState
from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.contracts.records import Record
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.transition import Transition


class AlertStore(Protocol):
    """The truth about alerts. Every method raises StoreUnavailableError when it can't be reached or written."""

    def load(self, fingerprints: Iterable[str]) -> Mapping[str, RuleState]:
        """The state of each fingerprint; one that is not stored has version 0."""
        ...

    def find(self, alert_id: str) -> Alert | None:
        """The alert with that id, open or resolved."""
        ...

    def save(self, before: RuleState, after: RuleState, transition: Transition | None) -> bool:
        """Write `after` and its transition in one transaction; False if `before` is no longer the state."""
        ...

    def adopt(self, alert: Alert) -> bool:
        """Insert an alert that was opened elsewhere, with its opening transition.

        False if its id is known already, or another alert of its fingerprint is open.
        """
        ...

    def unpublished(self) -> Sequence[AlertMessage]:
        """Messages of transitions that are stored but not known to be in AlertQueue, oldest first."""
        ...

    def mark_published(self, keys: Iterable[str]) -> None:
        """Remember that these transitions are in AlertQueue."""
        ...


class StandbyStore(Protocol):
    """A copy of what is open, kept away from the monitored database.

    Every method raises StoreUnavailableError when it can't be reached; callers go on without it.
    """

    def open_alerts(self, service: str | None = None) -> Sequence[Alert]:
        """All open alerts, of one service or of all."""
        ...

    def put(self, alert: Alert) -> None:
        """Keep `alert` as the open one of its fingerprint."""
        ...

    def count(self, alert: Alert, finding: Finding) -> Alert:
        """Count one more bad check, starting from `alert` if none is open; the open alert after it."""
        ...

    def forget(self, alert: Alert) -> None:
        """Drop the open alert of this fingerprint if it is this very one."""
        ...


class AlertPublisher(Protocol):
    """AlertQueue, as its senders see it."""

    def publish(self, messages: Sequence[AlertMessage]) -> None:
        """Hand over all messages or raise; a copy too many is harmless."""
        ...


class RecordPublisher(Protocol):
    """RecordQueue, as its senders see it."""

    def record(self, records: Sequence[Record]) -> None:
        """Hand over all records or raise; a copy too many is harmless."""
        ...

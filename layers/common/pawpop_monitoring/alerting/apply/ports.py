"""What deciding needs from the outside world."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.alerting.standby.entry import StandbyEntry
from pawpop_monitoring.contracts.alert_message import AlertMessage, TransitionMessage
from pawpop_monitoring.contracts.records import Record
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.alert_note import Note
from pawpop_monitoring.domain.silence import Silence
from pawpop_monitoring.domain.transition import Transition


class AlertStore(Protocol):
    """The truth about alerts. Every method raises StoreUnavailableError when it can't be reached or written."""

    def load(self, fingerprints: Iterable[str]) -> Mapping[str, RuleState]:
        """The state of each fingerprint; one that is not stored has version 0."""
        ...

    def find(self, alert_id: str) -> Alert | None:
        """The alert with that id, open or resolved."""
        ...

    def open_states(self, limit: int) -> Sequence[RuleState]:
        """States with an alert that is not resolved: at most `limit` that people were told of, longest ago first, and
        as many that nobody was told of, whichever; neither keeps the others from their turn.
        """
        ...

    def save(self, before: RuleState, after: RuleState, transition: Transition | None) -> bool:
        """Write `after` and its transition in one transaction; False if `before` is no longer the state."""
        ...

    def adopt(self, alert: Alert, step: Transition | None = None, opening: Transition | None = None) -> bool:
        """Insert an alert that was opened elsewhere, with what people should have heard of it: `opening`, `step` last.

        One that was closed before anybody was told, but was told since, is opened again, so that its end is
        told as well; so is one that was opened again since it was closed. False if its id is known otherwise, or
        another alert of its fingerprint is open.
        """
        ...

    def add_note(self, note: Note) -> None:
        """Keep a note on an alert; one that is kept already changes nothing."""
        ...

    def unpublished(self) -> Sequence[TransitionMessage]:
        """Transitions that are stored, not known to be in AlertQueue and not refused by it, oldest first."""
        ...

    def mark_published(self, keys: Iterable[str]) -> None:
        """Remember that these transitions are in AlertQueue."""
        ...

    def mark_refused(self, reasons: Mapping[str, str]) -> None:
        """Remember, by key, why AlertQueue will never take these transitions: they don't wait any more."""
        ...


class StandbyStore(Protocol):
    """A copy of what is open, kept away from the monitored database.

    Every method raises StoreUnavailableError when it can't be reached; callers go on without it.
    """

    def open_alerts(self, service: str | None = None) -> Sequence[Alert]:
        """All open alerts, of one service or of all; none whose end is held."""
        ...

    def entries(self, service: str | None = None) -> Sequence[StandbyEntry]:
        """Open alerts and ends that are held, each with the step that people should have heard last."""
        ...

    def put(self, alert: Alert, step: Transition | None = None) -> None:
        """Keep `alert` as the open one of its fingerprint, unless a later step of this very one is kept already.

        `step` is the one that led there; without it, the last one stays as long as it is of that `sequence`.
        """
        ...

    def count(self, alert: Alert) -> StandbyEntry:
        """Count one more bad check, starting from `alert` if none is open; what is kept after it."""
        ...

    def advance(self, before: Alert, after: StandbyEntry) -> StandbyEntry | None:
        """Keep `after`, but for its counters, unless another step was kept since `before`.

        What is kept then, by whomever; None if `before` is not the open alert any more.
        """
        ...

    def present(self, alert: Alert) -> Alert | None:
        """This very alert as it is now, open or over; None if nothing is known of it. Ends are known for 15 days."""
        ...

    def forget(self, alert: Alert) -> None:
        """Drop the open alert of this fingerprint if it is this very one."""
        ...

    def hold_end(self, alert: Alert, step: Transition | None, opening: Transition | None = None) -> None:
        """Hold the end of `alert`, which the alert store is still to hear of, in place of the open alert.

        `step` tells the end, None if nobody knew of the alert; `opening` is what they knew, as far as it is known
        here. A next alert of its fingerprint may open beside it.
        """
        ...

    def remember(self, state: RuleState) -> None:
        """Keep when alerts of this fingerprint opened within a day, and when people were told that it flaps."""
        ...

    def recall(self, fingerprint: str) -> RuleState:
        """What is remembered of it, and nothing else; an empty state of what is not known."""
        ...

    def release_end(self, alert: Alert) -> None:
        """Drop the end that is held of `alert`, if any."""
        ...

    def add_note(self, note: Note) -> None:
        """Keep a note that the alert store could not take, for 15 days."""
        ...

    def announce(self) -> None:
        """Let open pages know that something changed which nothing else here tells."""
        ...

    def notes(self, alert_id: str) -> Sequence[Note]:
        """The notes on that alert which were kept here, oldest first."""
        ...


class SilenceStore(Protocol):
    """Silences, kept away from the monitored database: maintenance of that is what they are mostly for.

    Every method raises StoreUnavailableError when it can't be reached.
    """

    def all(self) -> Sequence[Silence]:
        """Every silence that is kept: coming, active, and ended within the last 30 days."""
        ...

    def put(self, silence: Silence) -> None:
        """Keep `silence`, in place of an earlier one of its id."""
        ...


class AlertPublisher(Protocol):
    """AlertQueue, as its senders see it."""

    def publish(self, messages: Sequence[AlertMessage]) -> Mapping[str, str]:
        """Hand over all messages that the queue takes, or raise; why it will never take the others, by key.

        A copy too many is harmless.
        """
        ...

    def put_aside(self, reasons: Mapping[str, str]) -> None:
        """Tell that these steps, by key, can never be handed over, with the reason of each; never raises."""
        ...


class RecordPublisher(Protocol):
    """RecordQueue, as its senders see it."""

    def record(self, records: Sequence[Record]) -> None:
        """Hand over all records or raise; a copy too many is harmless, one that the queue never takes is lost."""
        ...

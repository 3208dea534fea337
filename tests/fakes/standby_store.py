"""StandbyStore in memory, held to the same tests as the one in DynamoDB."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from pawpop_monitoring.alerting.decide.notifying import opening_told_at_once
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.alerting.standby.entry import StandbyEntry
from pawpop_monitoring.alerting.standby.present import end_of, present_of
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.alert_note import Note
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.transition import Transition, TransitionKind


@dataclass
class InMemoryStandbyStore:
    """Open alerts by fingerprint with the last step of each, and ends by id; with `unavailable`, all fail."""

    unavailable: bool = False
    alerts: dict[str, Alert] = field(default_factory=dict)
    steps: dict[str, Transition] = field(default_factory=dict)
    openings: dict[str, Transition] = field(default_factory=dict)
    ends: dict[str, datetime] = field(default_factory=dict)
    held_ends: dict[str, StandbyEntry] = field(default_factory=dict)
    remembered: dict[str, RuleState] = field(default_factory=dict)
    found: dict[str, Alert] = field(default_factory=dict)
    noted: dict[str, Note] = field(default_factory=dict)
    announced: int = 0

    def open_alerts(self, service: str | None = None) -> Sequence[Alert]:
        return [each.present for each in self.entries(service) if not each.alert.resolved]

    def entries(self, service: str | None = None) -> Sequence[StandbyEntry]:
        self._check()
        is_open = [self._kept(alert) for alert in self.alerts.values() if alert.id not in self.held_ends]
        chosen = [each for each in (*is_open, *self.held_ends.values()) if service in (None, each.alert.service)]
        return sorted(chosen, key=lambda each: (each.alert.timestamp, each.alert.id), reverse=True)

    def put(self, alert: Alert, step: Transition | None = None) -> None:
        self._check()
        known = self.alerts.get(alert.fingerprint)
        if known is None or known.id != alert.id or known.sequence <= alert.sequence:
            self._keep(alert, step)

    def count(self, alert: Alert) -> StandbyEntry:
        self._check()
        kept = self.alerts.get(alert.fingerprint, replace(alert, occurrences=0))
        counted = replace(kept, occurrences=kept.occurrences + 1, last_seen=alert.last_seen)
        opening = opening_told_at_once(alert)
        if opening is not None:
            self.openings.setdefault(alert.fingerprint, opening)
        self.alerts[alert.fingerprint] = counted
        self.found[alert.fingerprint] = alert
        return self._kept(counted)

    def advance(self, before: Alert, after: StandbyEntry) -> StandbyEntry | None:
        self._check()
        known = self.alerts.get(before.fingerprint)
        if known is None or known.id != before.id:
            return None
        if known.sequence != before.sequence:
            return self._kept(known)
        counted = replace(after.alert, occurrences=known.occurrences, last_seen=known.last_seen)
        self._keep(counted, after.step, after.opening)
        return after

    def present(self, alert: Alert) -> Alert | None:
        self._check()
        kept = self.alerts.get(alert.fingerprint)
        is_open = self._kept(kept).present if kept and kept.id == alert.id else None
        return present_of(alert, is_open, self.ends.get(alert.id))

    def forget(self, alert: Alert) -> None:
        self._check()
        self.ends[alert.id] = end_of(alert)
        kept = self.alerts.get(alert.fingerprint)
        if kept is not None and kept.id == alert.id:
            del self.alerts[alert.fingerprint]
            for kept_beside in (self.found, self.steps, self.openings):
                kept_beside.pop(alert.fingerprint, None)

    def hold_end(self, alert: Alert, step: Transition | None, opening: Transition | None = None) -> None:
        self._check()
        self.held_ends[alert.id] = StandbyEntry(alert=alert, step=step, opening=opening)
        self.forget(alert)

    def remember(self, state: RuleState) -> None:
        self._check()
        self.remembered[state.fingerprint] = RuleState(
            fingerprint=state.fingerprint, opens=state.opens, flapping_notified_at=state.flapping_notified_at
        )

    def recall(self, fingerprint: str) -> RuleState:
        self._check()
        return self.remembered.get(fingerprint, RuleState(fingerprint=fingerprint))

    def release_end(self, alert: Alert) -> None:
        self._check()
        self.held_ends.pop(alert.id, None)

    def add_note(self, note: Note) -> None:
        self._check()
        self.noted[note.id] = note

    def announce(self) -> None:
        self._check()
        self.announced += 1

    def notes(self, alert_id: str) -> Sequence[Note]:
        self._check()
        return sorted((note for note in self.noted.values() if note.alert_id == alert_id), key=lambda note: note.at)

    def _keep(self, alert: Alert, step: Transition | None, opening: Transition | None = None) -> None:
        self.found.pop(alert.fingerprint, None)
        self.alerts[alert.fingerprint] = alert
        if step is not None:
            self.steps[alert.fingerprint] = step
        opening = step if step is not None and step.kind is TransitionKind.OPENED else opening
        if opening is not None:
            self.openings[alert.fingerprint] = opening

    def _kept(self, alert: Alert) -> StandbyEntry:
        name = alert.fingerprint
        entry = StandbyEntry.of(alert, self.steps.get(name), self.openings.get(name))
        found = self.found.get(alert.fingerprint)
        return entry.finding(found.message, found.details) if found else entry

    def _check(self) -> None:
        if self.unavailable:
            raise StoreUnavailableError("The standby table can't be used: EndpointConnectionError.")

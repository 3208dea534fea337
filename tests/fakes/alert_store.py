"""AlertStore in memory, held to the same tests as the one in Postgres."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from pawpop_monitoring.alerting.decide.notifying import is_reopened, steps_to_adopt
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.contracts.alert_message import TransitionMessage
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.alert_note import Note
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.transition import Transition

NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass
class InMemoryAlertStore:
    """Keeps everything in dicts; with `unavailable` set, every call fails like a database that is gone."""

    unavailable: bool = False
    alerts: dict[str, Alert] = field(default_factory=dict)
    states: dict[str, RuleState] = field(default_factory=dict)
    transitions: dict[str, Transition] = field(default_factory=dict)
    published: set[str] = field(default_factory=set)
    refused: dict[str, str] = field(default_factory=dict)
    noted: dict[str, Note] = field(default_factory=dict)

    def load(self, fingerprints: Iterable[str]) -> Mapping[str, RuleState]:
        self._check()
        return {fingerprint: self._state(fingerprint) for fingerprint in fingerprints}

    def find(self, alert_id: str) -> Alert | None:
        self._check()
        return self.alerts.get(alert_id)

    def open_states(self, limit: int) -> Sequence[RuleState]:
        self._check()
        pending = [alert for alert in self.alerts.values() if not alert.resolved]
        muted = [alert for alert in pending if alert.notified_at is None]
        told = sorted((alert for alert in pending if alert.notified_at), key=lambda alert: alert.notified_at or NEVER)
        return [self._state(alert.fingerprint) for alert in (*muted[:limit], *told[:limit])]

    def save(self, before: RuleState, after: RuleState, transition: Transition | None) -> bool:
        self._check()
        if self._lost(before, after.alert):
            return False
        self.states[before.fingerprint] = replace(after, alert=None, version=before.version + 1)
        if after.alert is not None:
            self.alerts[after.alert.id] = after.alert
        self._tell(transition)
        return True

    def adopt(self, alert: Alert, step: Transition | None = None, opening: Transition | None = None) -> bool:
        self._check()
        steps = steps_to_adopt(alert, step, opening)
        known = self.alerts.get(alert.id)
        closed_untold = (
            known is not None and known.resolved and known.notified_at is None and alert.notified_at is not None
        )
        again = known is not None and known.resolved and is_reopened(steps) and alert.sequence > known.sequence
        taken = self._open(alert.fingerprint) and not alert.resolved
        if (known is not None and not closed_untold and not again) or taken:
            return False
        self.alerts[alert.id] = alert
        for transition in steps:
            self._tell(transition)
        return True

    def add_note(self, note: Note) -> None:
        self._check()
        self.noted[note.id] = note

    def unpublished(self) -> Sequence[TransitionMessage]:
        self._check()
        waiting = [step for key, step in self.transitions.items() if key not in (self.published | self.refused.keys())]
        return [TransitionMessage.of(step) for step in sorted(waiting, key=lambda step: (step.at, step.key))[:100]]

    def mark_refused(self, reasons: Mapping[str, str]) -> None:
        self._check()
        self.refused |= reasons

    def mark_published(self, keys: Iterable[str]) -> None:
        self._check()
        self.published.update(keys)

    def _check(self) -> None:
        if self.unavailable:
            raise StoreUnavailableError("The database refuses connections.")

    def _state(self, fingerprint: str) -> RuleState:
        known, alert = self.states.get(fingerprint), self._open(fingerprint)
        if known is not None and alert is None:
            return known  # as it was saved, without an alert
        return replace(known or RuleState(fingerprint=fingerprint), alert=alert)

    def _open(self, fingerprint: str) -> Alert | None:
        found = (alert for alert in self.alerts.values() if alert.fingerprint == fingerprint and not alert.resolved)
        return next(found, None)

    def _lost(self, before: RuleState, after: Alert | None) -> bool:
        stored = self._state(before.fingerprint)
        if stored.version != before.version:
            return True
        if after is None or after == before.alert:
            return False
        return _mark(stored.alert) != _mark(before.alert) or (before.alert is not None and before.alert.id != after.id)

    def _tell(self, transition: Transition | None) -> None:
        if transition is not None:
            self.transitions.setdefault(transition.key, transition)


def _mark(alert: Alert | None) -> tuple[object, ...] | None:
    """What must not have changed since an alert was read."""
    return None if alert is None else (alert.id, alert.status, alert.sequence)

"""Keeping the standby store in step; it is a help, never a condition."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pawpop_monitoring.alerting.apply.ports import SilenceStore, StandbyStore
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.alerting.standby.entry import StandbyEntry
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.silence import Silence
from pawpop_monitoring.domain.transition import Transition

_logger = logging.getLogger(__name__)
_MAX_RACES = 3


@dataclass(frozen=True, slots=True)
class StandbyMirror:
    """The standby store and the silences, as alerting uses them: their own failure is logged and survived."""

    store: StandbyStore
    silences: SilenceStore

    def open_alerts(self, service: str | None = None) -> Sequence[Alert]:
        """What is known to be open; nothing if the standby is out of reach."""
        nothing: Sequence[Alert] = ()
        return _survive(nothing, lambda: self.store.open_alerts(service))

    def entries(self, service: str | None = None) -> Sequence[StandbyEntry]:
        """Open alerts and ends that are held, each with the step that people should have heard last."""
        nothing: Sequence[StandbyEntry] = ()
        return _survive(nothing, lambda: self.store.entries(service))

    def active_silences(self, now: datetime) -> Sequence[Silence]:
        """Silences in force; none if they can't be read, since a mail too many is better than none."""
        nothing: Sequence[Silence] = ()
        return [silence for silence in _survive(nothing, self.silences.all) if silence.is_active(now)]

    def for_one_run(self) -> "StandbyMirror":
        """The same, with the silences as they are now: a run over hundreds of alerts asks for them once."""
        return replace(self, silences=_SilencesOfARun(self.silences))

    def follow(self, alert: Alert, step: Transition | None = None) -> None:
        """Mirror what is now so of `alert`, with the step that was told just now."""
        _survive(None, lambda: self.store.forget(alert) if alert.resolved else self.store.put(alert, step))

    def count(self, alert: Alert, worse: Callable[[Alert], StandbyEntry | None]) -> StandbyEntry | None:
        """Count a bad check without the alert store; None if the standby is out of reach too.

        `worse` says what becomes of the open alert if the check saw it worse than it was. That is kept before
        anybody is told, so that whoever comes next tells it as well; should the standby fail there, it is told
        all the same.
        """
        entry = _survive(None, lambda: self.store.count(alert))
        for _ in range(_MAX_RACES):
            after = worse(entry.alert) if entry else None
            if entry is None or after is None:
                break
            entry = self._advance(entry.alert, replace(after, opening=entry.told_opening))
        return entry

    def _advance(self, before: Alert, after: StandbyEntry) -> StandbyEntry:
        return _survive(after, lambda: self.store.advance(before, after) or StandbyEntry(alert=before))

    def forget(self, alert: Alert) -> None:
        """Drop what is held of an alert that is over."""
        _survive(None, lambda: self.store.forget(alert))

    def remember(self, state: RuleState) -> None:
        """Keep when alerts of this fingerprint opened lately, for when the alert store is away."""
        _survive(None, lambda: self.store.remember(state))

    def recall(self, fingerprint: str) -> RuleState:
        """What is remembered of earlier openings; nothing if the standby is out of reach."""
        return _survive(RuleState(fingerprint=fingerprint), lambda: self.store.recall(fingerprint))

    def announce(self) -> None:
        """Let open pages know of a change that is kept elsewhere; without it they hear of it a little later."""
        _survive(None, self.store.announce)

    def release_end(self, alert: Alert) -> None:
        """Drop the end that is held of an alert, now that the alert store knows it."""
        _survive(None, lambda: self.store.release_end(alert))


@dataclass(slots=True)
class _SilencesOfARun:
    """A SilenceStore that remembers what it answered; a failure is asked about again."""

    store: SilenceStore
    known: Sequence[Silence] | None = None

    def all(self) -> Sequence[Silence]:
        if self.known is None:
            self.known = self.store.all()
        return self.known

    def put(self, silence: Silence) -> None:
        self.known = None
        self.store.put(silence)


def _survive[T](otherwise: T, action: Callable[[], T]) -> T:
    try:
        return action()
    except StoreUnavailableError as error:
        _logger.warning("standby store unavailable: %s", error)
        return otherwise

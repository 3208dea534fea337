"""Keeping the standby store in step; it is a help, never a condition."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pawpop_monitoring.alerting.apply.ports import AlertStore, SilenceStore, StandbyStore
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.alerting.standby.entry import StandbyEntry
from pawpop_monitoring.alerting.standby.merge import mark_of, merge
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.silence import Silence
from pawpop_monitoring.domain.transition import Transition

_logger = logging.getLogger(__name__)
_MAX_RACES = 3


@dataclass(frozen=True, slots=True)
class Standby:
    """The standby store as the processor uses it: its own failure is logged and survived."""

    store: StandbyStore
    silences: SilenceStore

    def open_alerts(self, service: str | None = None) -> Sequence[Alert]:
        """What is known to be open; nothing if the standby is out of reach."""
        nothing: Sequence[Alert] = ()
        return _survive(nothing, lambda: self.store.open_alerts(service))

    def kept(self, service: str | None = None) -> Sequence[StandbyEntry]:
        """The same, each with the step that people should have heard last."""
        nothing: Sequence[StandbyEntry] = ()
        return _survive(nothing, lambda: self.store.kept(service))

    def active_silences(self, now: datetime) -> Sequence[Silence]:
        """Silences in force; none if they can't be read, since a mail too many is better than none."""
        nothing: Sequence[Silence] = ()
        return [silence for silence in _survive(nothing, self.silences.all) if silence.is_active(now)]

    def follow(self, alert: Alert, step: Transition | None = None) -> None:
        """Mirror what is now so of `alert`, with the step that was told just now."""
        _survive(None, lambda: self.store.forget(alert) if alert.resolved else self.store.put(alert, step))

    def count(self, alert: Alert, worse: Callable[[Alert], StandbyEntry | None]) -> StandbyEntry | None:
        """Count a bad check without the alert store; None if the standby is out of reach too.

        `worse` says what becomes of the open alert if the check saw it worse than it was. That is kept before
        anybody is told, so that whoever comes next tells it as well; should the standby fail there, it is told
        all the same.
        """
        kept = _survive(None, lambda: self.store.count(alert))
        for _ in range(_MAX_RACES):
            after = worse(kept.alert) if kept else None
            if kept is None or after is None:
                break
            kept = self._advance(kept.alert, after)
        return kept

    def _advance(self, before: Alert, after: StandbyEntry) -> StandbyEntry:
        return _survive(after, lambda: self.store.advance(before, after) or StandbyEntry(alert=before))

    def reconcile(
        self, alerts: AlertStore, service: str | None, states: Mapping[str, RuleState]
    ) -> Mapping[str, RuleState]:
        """Give the alert store what happened while it was away; the states as they are after that.

        `service` is that of all `states`, None if they are of several. All that is kept of it is looked at: an end
        that the standby missed must be known before the outbox tells of it, or the alert would live on in a next
        outage.
        """
        kept = {each.alert.fingerprint: each for each in self.kept(service)}
        others = kept.keys() - states.keys()
        looked_at = {**states, **alerts.load(others)} if others else states
        strays = [each for name, each in kept.items() if not _is_known(each.alert, looked_at[name])]
        for stray in strays:
            if not alerts.adopt(stray.alert, stray.step):
                self._forget(stray.alert)
        known = _brought_up_to_date(alerts, alerts.load(looked_at) if strays else looked_at, kept)
        return {name: known[name] for name in states}

    def _forget(self, alert: Alert) -> None:
        _survive(None, lambda: self.store.forget(alert))


def _is_known(alert: Alert, state: RuleState) -> bool:
    """True if the alert store knows this alert to be open."""
    return state.alert is not None and state.alert.id == alert.id


def _brought_up_to_date(
    alerts: AlertStore, stored: Mapping[str, RuleState], kept: Mapping[str, StandbyEntry]
) -> Mapping[str, RuleState]:
    """The states with what is kept, and steps that the store missed written to it: it compares before it saves."""
    for _ in range(_MAX_RACES):
        known = {name: merge(state, kept[name].alert) for name, state in stored.items() if name in kept}
        behind = [name for name, state in known.items() if mark_of(state) != mark_of(stored[name])]
        if not behind:
            break
        for name in behind:
            alerts.save(stored[name], known[name], kept[name].step)
        stored = {**stored, **alerts.load(behind)}
    return {**stored, **known}


def _survive[T](otherwise: T, action: Callable[[], T]) -> T:
    try:
        return action()
    except StoreUnavailableError as error:
        _logger.warning("standby store unavailable: %s", error)
        return otherwise

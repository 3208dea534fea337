"""Keeping the standby store in step; it is a help, never a condition."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pawpop_monitoring.alerting.ports import AlertStore, SilenceStore, StandbyStore
from pawpop_monitoring.alerting.state import RuleState
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.silence import Silence

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Standby:
    """The standby store as the processor uses it: its own failure is logged and survived."""

    store: StandbyStore
    silences: SilenceStore

    def open_alerts(self, service: str | None = None) -> Sequence[Alert]:
        """What is known to be open; nothing if the standby is out of reach."""
        nothing: Sequence[Alert] = ()
        return _survive(nothing, lambda: self.store.open_alerts(service))

    def active_silences(self, now: datetime) -> Sequence[Silence]:
        """Silences in force; none if they can't be read, since a mail too many is better than none."""
        nothing: Sequence[Silence] = ()
        return [silence for silence in _survive(nothing, self.silences.all) if silence.is_active(now)]

    def follow(self, alert: Alert) -> None:
        """Mirror what the alert store now says of `alert`."""
        _survive(None, lambda: self.store.forget(alert) if alert.resolved else self.store.put(alert))

    def count(self, alert: Alert, finding: Finding) -> Alert | None:
        """Count a bad check without the alert store; None if the standby is out of reach too."""
        return _survive(None, lambda: self.store.count(alert, finding))

    def reconcile(
        self, alerts: AlertStore, service: str | None, states: Mapping[str, RuleState]
    ) -> Mapping[str, RuleState]:
        """Give the alert store what was opened while it was away; the states as they are after that.

        `service` is that of all `states`, None if they are of several.
        """
        kept = {alert.fingerprint: alert for alert in self.open_alerts(service) if alert.fingerprint in states}
        strays = [alert for alert in kept.values() if not _is_known(alert, states[alert.fingerprint])]
        for alert in strays:
            if not alerts.adopt(alert):
                self._forget(alert)
        current = alerts.load(states) if strays else states
        known = {name: _with_knowledge(state, kept[name]) if name in kept else state for name, state in current.items()}
        return {**known, **_brought_up_to_date(alerts, current, known)}

    def _forget(self, alert: Alert) -> None:
        _survive(None, lambda: self.store.forget(alert))


def _is_known(alert: Alert, state: RuleState) -> bool:
    """True if the alert store knows this alert to be open."""
    return state.alert is not None and state.alert.id == alert.id


def _with_knowledge(state: RuleState, kept: Alert) -> RuleState:
    """The state, with what happened while the store was away; the recorder may bring it later, or never."""
    alert = state.alert
    if alert is None or alert.id != kept.id:
        return state
    opens = state.opens if kept.timestamp in state.opens else (*state.opens, kept.timestamp)
    seen = replace(
        alert,
        occurrences=max(alert.occurrences, kept.occurrences),
        last_seen=max(alert.last_seen, kept.last_seen),
    )
    told = seen if alert.told_at else _as_told(seen, kept)
    return replace(state, alert=_as_taken(told, kept), opens=opens)


def _brought_up_to_date(
    alerts: AlertStore, stored: Mapping[str, RuleState], known: Mapping[str, RuleState]
) -> Mapping[str, RuleState]:
    """Write what somebody took on meanwhile, since a decision is saved against the stored status; read it again."""
    taken = [name for name, state in known.items() if _status(state) is not _status(stored[name])]
    for name in taken:
        alerts.save(stored[name], known[name], None, "standby")
    return alerts.load(taken) if taken else {}


def _status(state: RuleState) -> AlertStatus | None:
    return state.alert.status if state.alert else None


def _as_told(alert: Alert, kept: Alert) -> Alert:
    return replace(
        alert,
        told_at=kept.told_at,
        told_severity=kept.told_severity,
        silenced_by=kept.silenced_by,
        cause=kept.cause,
    )


def _as_taken(alert: Alert, kept: Alert) -> Alert:
    """Somebody may have taken the alert on meanwhile."""
    if alert.status is not AlertStatus.OPEN or kept.status is not AlertStatus.ACKNOWLEDGED:
        return alert
    return replace(
        alert, status=kept.status, acknowledged_at=kept.acknowledged_at, acknowledged_by=kept.acknowledged_by
    )


def _survive[T](otherwise: T, action: Callable[[], T]) -> T:
    try:
        return action()
    except StoreUnavailableError as error:
        _logger.warning("standby store unavailable: %s", error)
        return otherwise

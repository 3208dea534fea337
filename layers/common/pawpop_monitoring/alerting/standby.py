"""Keeping the standby store in step; it is a help, never a condition."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pawpop_monitoring.alerting.ports import AlertStore, SilenceStore, StandbyStore
from pawpop_monitoring.alerting.state import RuleState
from pawpop_monitoring.domain.alert import Alert
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

    def hand_over(self, alerts: AlertStore, service: str, states: Mapping[str, RuleState]) -> bool:
        """Give the alert store what was opened while it was away; True if `states` are to be read anew."""
        strays = [alert for alert in self.open_alerts(service) if _is_stray(alert, states)]
        for alert in strays:
            if not alerts.adopt(alert):
                self._forget(alert)
        return bool(strays)

    def _forget(self, alert: Alert) -> None:
        _survive(None, lambda: self.store.forget(alert))


def _is_stray(alert: Alert, states: Mapping[str, RuleState]) -> bool:
    """True if the standby holds an alert that the alert store does not know to be open."""
    state = states.get(alert.fingerprint)
    return state is not None and (state.alert is None or state.alert.id != alert.id)


def _survive[T](otherwise: T, action: Callable[[], T]) -> T:
    try:
        return action()
    except StoreUnavailableError as error:
        _logger.warning("standby store unavailable: %s", error)
        return otherwise

"""What mutes an alert right now: the silences in force, and the alerts that inhibit it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pawpop_monitoring.alerting.apply.ports import AlertStore
from pawpop_monitoring.alerting.decide.identity import alert_id_of
from pawpop_monitoring.alerting.decide.inhibition import Muting, causes_of, muting_of, still_inhibits
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.alerting.standby.mirror import StandbyMirror
from pawpop_monitoring.domain.alert import Alert


@dataclass(frozen=True, slots=True)
class Mutes:
    """Asked only when people would be notified, which is rare."""

    store: AlertStore
    standby: StandbyMirror

    def of(self, alert: Alert, now: datetime) -> Muting | None:
        """The reason to notify nobody of `alert` now, if there is one."""
        return muting_of(alert, self.standby.active_silences(now), self._inhibiting(alert, now), now)

    def _inhibiting(self, alert: Alert, now: datetime) -> Sequence[str]:
        """Fingerprints of alerts that are open, or were until a moment ago, and explain this one."""
        sources = causes_of(alert.service, alert.rule)
        if not sources:
            return []
        last = {name: self._last(state) for name, state in self.store.load(sources).items()}
        return [name for name, source in last.items() if source and still_inhibits(source, alert, now)]

    def _last(self, state: RuleState) -> Alert | None:
        """The alert that is open, or the last one that was."""
        if state.alert is not None or not state.opens:
            return state.alert
        return self.store.find(alert_id_of(state.fingerprint, max(state.opens)))

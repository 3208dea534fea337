"""StandbyStore in memory, held to the same tests as the one in DynamoDB."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from pawpop_monitoring.alerting.standby.entry import StandbyEntry
from pawpop_monitoring.alerting.standby.present import end_of, present_of
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.transition import Transition


@dataclass
class InMemoryStandbyStore:
    """Open alerts by fingerprint, and the last step that was kept of each; with `unavailable` set, every call fails."""

    unavailable: bool = False
    alerts: dict[str, Alert] = field(default_factory=dict)
    steps: dict[str, Transition] = field(default_factory=dict)
    ends: dict[str, datetime] = field(default_factory=dict)

    def open_alerts(self, service: str | None = None) -> Sequence[Alert]:
        return [each.alert for each in self.entries(service)]

    def entries(self, service: str | None = None) -> Sequence[StandbyEntry]:
        self._check()
        chosen = [self._kept(alert) for alert in self.alerts.values() if service in (None, alert.service)]
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
        self.alerts[alert.fingerprint] = counted
        return self._kept(counted)

    def advance(self, before: Alert, after: StandbyEntry) -> StandbyEntry | None:
        self._check()
        known = self.alerts.get(before.fingerprint)
        if known is None or known.id != before.id:
            return None
        if known.sequence != before.sequence:
            return self._kept(known)
        counted = replace(after.alert, occurrences=known.occurrences, last_seen=known.last_seen)
        self._keep(counted, after.step)
        return after

    def present(self, alert: Alert) -> Alert | None:
        self._check()
        kept = self.alerts.get(alert.fingerprint)
        return present_of(alert, kept if kept and kept.id == alert.id else None, self.ends.get(alert.id))

    def forget(self, alert: Alert) -> None:
        self._check()
        self.ends[alert.id] = end_of(alert)
        kept = self.alerts.get(alert.fingerprint)
        if kept is not None and kept.id == alert.id:
            del self.alerts[alert.fingerprint]

    def _keep(self, alert: Alert, step: Transition | None) -> None:
        self.alerts[alert.fingerprint] = alert
        if step is not None:
            self.steps[alert.fingerprint] = step

    def _kept(self, alert: Alert) -> StandbyEntry:
        return StandbyEntry.of(alert, self.steps.get(alert.fingerprint))

    def _check(self) -> None:
        if self.unavailable:
            raise StoreUnavailableError("The standby table can't be used: EndpointConnectionError.")

"""StandbyStore in memory, held to the same tests as the one in DynamoDB."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.finding import Finding


@dataclass
class InMemoryStandbyStore:
    """Open alerts by fingerprint; with `unavailable` set, every call fails."""

    unavailable: bool = False
    alerts: dict[str, Alert] = field(default_factory=dict)

    def open_alerts(self, service: str | None = None) -> Sequence[Alert]:
        self._check()
        chosen = [alert for alert in self.alerts.values() if service in (None, alert.service)]
        return sorted(chosen, key=lambda alert: (alert.timestamp, alert.id), reverse=True)

    def put(self, alert: Alert) -> None:
        self._check()
        self.alerts[alert.fingerprint] = alert

    def count(self, alert: Alert, finding: Finding) -> Alert:  # noqa: ARG002 - the port hands it over
        self._check()
        kept = self.alerts.get(alert.fingerprint, replace(alert, occurrences=0))
        counted = replace(kept, occurrences=kept.occurrences + 1, last_seen=alert.last_seen)
        self.alerts[alert.fingerprint] = counted
        return counted

    def forget(self, alert: Alert) -> None:
        self._check()
        kept = self.alerts.get(alert.fingerprint)
        if kept is not None and kept.id == alert.id:
            del self.alerts[alert.fingerprint]

    def _check(self) -> None:
        if self.unavailable:
            raise StoreUnavailableError("The standby table can't be used: EndpointConnectionError.")

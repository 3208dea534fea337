"""Where alerts are told, in memory."""

from dataclasses import dataclass, field, replace

from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.notifications.references import NOTHING, Reference


@dataclass
class InMemoryReferences:
    """notifications.references.References; with `unavailable` set, every call fails."""

    unavailable: bool = False
    known: dict[tuple[str, str], Reference] = field(default_factory=dict)

    def get(self, channel: str, alert_id: str) -> Reference:
        self._check()
        return self.known.get((channel, alert_id), NOTHING)

    def put(self, channel: str, alert_id: str, reference: Reference) -> bool:
        self._check()
        if self.known.get((channel, alert_id), NOTHING).version != reference.version:
            return False
        self.known[channel, alert_id] = replace(reference, version=reference.version + 1)
        return True

    def _check(self) -> None:
        if self.unavailable:
            raise StoreUnavailableError("Where an alert is told can't be looked up: EndpointConnectionError.")

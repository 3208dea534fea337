"""The transactional outbox: what was stored is published, even if the process died in between."""

from dataclasses import dataclass

from pawpop_monitoring.alerting.apply.ports import AlertPublisher, AlertStore
from pawpop_monitoring.contracts.alert_message import AlertMessage


@dataclass(frozen=True, slots=True)
class Outbox:
    """Moves stored transitions into AlertQueue, at least once."""

    store: AlertStore
    publisher: AlertPublisher

    def flush(self) -> None:
        """Publish all that waits: what this run decided, and what another left behind or is about to publish."""
        waiting = self.store.unpublished()
        if waiting:
            self.publisher.publish([AlertMessage.telling(step) for step in waiting])
            self.store.mark_published([step.key for step in waiting])

"""The transactional outbox: what was stored is published, even if the process died in between."""

from dataclasses import dataclass

from pawpop_monitoring.alerting.apply.ports import AlertPublisher, AlertStore
from pawpop_monitoring.alerting.publishing import publish_fairly
from pawpop_monitoring.contracts.alert_message import AlertMessage


@dataclass(frozen=True, slots=True)
class Outbox:
    """Moves stored transitions into AlertQueue, at least once."""

    store: AlertStore
    publisher: AlertPublisher

    def flush(self) -> None:
        """Publish all that waits: what this run decided, and what another left behind or is about to publish.

        What the queue will never take is marked as refused, and waits no more; `system.delivery_failing` tells of it.
        """
        waiting = self.store.unpublished()
        if not waiting:
            return
        refused = publish_fairly(self.publisher, [AlertMessage.telling(step) for step in waiting])
        self.store.mark_published([step.key for step in waiting if step.key not in refused])
        if refused:
            self.store.mark_refused(refused)

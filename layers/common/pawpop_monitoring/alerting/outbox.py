"""The transactional outbox: what was stored is published, even if the process died in between."""

from dataclasses import dataclass

from pawpop_monitoring.alerting.ports import AlertPublisher, AlertStore


@dataclass(frozen=True, slots=True)
class Outbox:
    """Moves stored transitions into AlertQueue, at least once."""

    store: AlertStore
    publisher: AlertPublisher

    def flush(self) -> None:
        """Publish all that waits, also what an earlier run left behind."""
        messages = self.store.unpublished()
        if messages:
            self.publisher.publish(messages)
            self.store.mark_published([message.key for message in messages])

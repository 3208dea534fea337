"""The transactional outbox: what was stored is published, even if the process died in between."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pawpop_monitoring.alerting.ports import AlertPublisher, AlertStore
from pawpop_monitoring.contracts.alert_message import AlertMessage, TransitionMessage
from pawpop_monitoring.domain.transition import TransitionKind


@dataclass(frozen=True, slots=True)
class Outbox:
    """Moves stored transitions into AlertQueue, at least once."""

    store: AlertStore
    publisher: AlertPublisher

    def flush(self, batch: str) -> None:
        """Publish all that waits: what `batch` decided, and what an earlier run left behind."""
        waiting = self.store.unpublished(batch)
        messages = [message for name, told in waiting.items() for message in grouped(name, told)]
        if messages:
            self.publisher.publish(messages)
            self.store.mark_published([one.key for told in waiting.values() for one in told])


def grouped(batch: str, told: Sequence[TransitionMessage]) -> Iterator[AlertMessage]:
    """The messages of a batch: what opened together goes out as one mail, all else by itself."""
    opened = [message for message in told if message.kind is TransitionKind.OPENED]
    if len(opened) > 1:
        yield AlertMessage.grouped(opened, f"group/{hashlib.sha256(batch.encode()).hexdigest()[:20]}/{len(opened)}")
    for message in told:
        if len(opened) <= 1 or message.kind is not TransitionKind.OPENED:
            yield AlertMessage.grouped([message], message.key)

"""The monitor's own parts, as a test wants them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from pawpop_monitoring.checks.system import Sources
from pawpop_monitoring.domain.readings.system import QueueDepth, Snapshots, Stored, Unread


@dataclass
class FakeStored:
    """Implements StoredSource."""

    answer: Callable[[], Stored | Unread]

    def read(self, now: datetime, patience: timedelta) -> Stored | Unread:
        return self.answer()


@dataclass
class FakeSnapshots:
    """Implements SnapshotSource."""

    answer: Callable[[], Snapshots]

    def latest(self) -> Snapshots:
        return self.answer()


@dataclass
class FakeQueue:
    """Implements QueueSource."""

    answer: Callable[[], QueueDepth | Unread] = lambda: QueueDepth(messages=0)

    def depth(self) -> QueueDepth | Unread:
        return self.answer()


@dataclass
class FakeReachability:
    """Implements Reachability; `asked` counts."""

    answer: bool = True
    asked: int = 0

    def online(self) -> bool:
        self.asked += 1
        return self.answer


def make_sources(
    stored: Callable[[], Stored | Unread],
    snapshots: Callable[[], Snapshots],
    queue: Callable[[], QueueDepth | Unread] = lambda: QueueDepth(messages=0),
) -> Sources:
    """All queues alike."""
    return Sources(
        stored=FakeStored(stored),
        snapshots=FakeSnapshots(snapshots),
        records=FakeQueue(queue),
        dead_letters={"alerts": FakeQueue(queue), "records": FakeQueue(queue)},
    )

"""What is known of the monitor itself, before anything is judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pawpop_monitoring.domain.channel_off import ChannelsReading
from pawpop_monitoring.domain.history import Uptime
from pawpop_monitoring.domain.mailbox import LostMailbox
from pawpop_monitoring.domain.snapshot import ServiceSnapshot

type Snapshots = Mapping[str, ServiceSnapshot]
"""The last observation of each service that was ever checked."""


@dataclass(frozen=True, slots=True)
class Unread:
    """It should be known but is not; `reason` is a sentence for a person, without hosts, queries or secrets."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueDepth:
    """Messages in a queue, those in flight or postponed counted; `oldest` is when the oldest one was sent."""

    messages: int
    oldest: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliveries:
    """How telling people goes.

    `failures` are attempts of late that failed since the last one that was accepted; `accepted` counts those
    of the same time. Each channel counts for itself, and it is the worst that is told: `failing` are those in which
    something fails, the worst first. `undelivered` are transitions of the last day that have been due for long and were
    neither delivered nor given up, by `undelivered_by`; the oldest was decided at `oldest_undelivered`.
    """

    failures: int = 0
    accepted: int = 0
    last_error: str | None = None
    undelivered: int = 0
    oldest_undelivered: datetime | None = None
    failing: Sequence[str] = ()
    undelivered_by: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What Postgres holds; `uptime` is of the last 24 hours, by service.

    `mail_accepted` says that one was, as far back as deliveries are kept.
    """

    latest: Snapshots
    uptime: Mapping[str, Uptime]
    deliveries: Deliveries
    mail_accepted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemReading:
    """One look. `snapshots` are written by the checks themselves, `stored` by way of RecordQueue.

    `lost_mailboxes` are recipients who get nothing, `channels` those besides mail; None if nobody asked.
    """

    read_at: datetime
    stored: Stored | Unread
    snapshots: Snapshots | Unread
    records: QueueDepth | Unread
    dead_letters: Mapping[str, QueueDepth | Unread]
    lost_mailboxes: Sequence[LostMailbox] | Unread | None = None
    channels: ChannelsReading | Unread | None = None

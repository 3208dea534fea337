"""The monitor's own parts, as the check sees them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from pawpop_monitoring.domain.channel_off import ChannelsReading
from pawpop_monitoring.domain.mailbox import LostMailbox
from pawpop_monitoring.domain.readings.system import QueueDepth, Snapshots, Stored, Unread


class StoredSource(Protocol):
    """What Postgres holds of the monitor's own work."""

    def read(self, now: datetime, patience: timedelta) -> Stored | Unread:
        """One look, done within 2.5 s; a check speaks for `patience`."""
        ...


class SnapshotSource(Protocol):
    """What the checks left in DynamoDB."""

    def latest(self) -> Snapshots:
        """The last observation of each service; StoreUnavailableError when it can't be read."""
        ...


class QueueSource(Protocol):
    """One queue."""

    def depth(self) -> QueueDepth | Unread:
        """How much waits, and, where that can be asked without disturbing a consumer, since when."""
        ...


class ChannelSource(Protocol):
    """The channels besides mail."""

    def look(self) -> ChannelsReading | Unread:
        """Which are set up, which are switched off, and what is wrong with their settings."""
        ...


class MailboxSource(Protocol):
    """What became of recipients."""

    def lost(self) -> Sequence[LostMailbox]:
        """Mailboxes known to get nothing; StoreUnavailableError when it can't be read."""
        ...

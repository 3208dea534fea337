"""Looks at the monitor's own parts side by side, within four seconds whatever they do."""

import logging
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pawpop_monitoring.checks.background import in_background
from pawpop_monitoring.checks.system.port import ChannelSource, MailboxSource, QueueSource, SnapshotSource, StoredSource
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.mailbox import LostMailbox
from pawpop_monitoring.domain.readings.system import Snapshots, SystemReading, Unread

_SECONDS = 4.0

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where to look; `dead_letters` are keyed by the queue whose messages end there.

    Of `mailboxes` those of `recipients` matter, in lower case.
    """

    stored: StoredSource
    snapshots: SnapshotSource
    records: QueueSource
    dead_letters: Mapping[str, QueueSource]
    mailboxes: MailboxSource | None = None
    recipients: Collection[str] = ()
    channels: ChannelSource | None = None


def gather(sources: Sources, now: datetime, patience: timedelta) -> SystemReading:
    """One look; what does not answer in time, or fails in a way that nobody thought of, is unread."""
    stored = in_background(lambda: sources.stored.read(now, patience))
    snapshots = in_background(lambda: _snapshots(sources.snapshots))
    records = in_background(sources.records.depth)
    dead_letters = {name: in_background(source.depth) for name, source in sources.dead_letters.items()}
    mailboxes = in_background(lambda: _lost(sources))
    channels = in_background(sources.channels.look if sources.channels else lambda: None)
    calls: tuple[Future[Any], ...] = (stored, snapshots, records, mailboxes, channels, *dead_letters.values())
    wait(calls, timeout=_SECONDS)
    return SystemReading(
        read_at=now,
        stored=_outcome(stored, "The database"),
        snapshots=_outcome(snapshots, "The snapshot table"),
        records=_outcome(records, "The queue of records"),
        dead_letters={name: _outcome(call, f"The dead letters of {name}") for name, call in dead_letters.items()},
        channels=_outcome(channels, "The settings of channels"),
        lost_mailboxes=_outcome(mailboxes, "The list of lost mailboxes"),
    )


def _lost(sources: Sources) -> Sequence[LostMailbox] | Unread | None:
    if sources.mailboxes is None:
        return None
    try:
        known = sources.mailboxes.lost()
    except StoreUnavailableError as error:
        return Unread(str(error))
    return [mailbox for mailbox in known if mailbox.address in sources.recipients]


def _snapshots(source: SnapshotSource) -> Snapshots | Unread:
    try:
        return source.latest()
    except StoreUnavailableError as error:
        return Unread(str(error))


def _outcome[T](call: Future[T], asked: str) -> T | Unread:
    """What became of a call that was given its time."""
    if not call.done():
        return Unread(f"{asked} did not answer in time.")
    error = call.exception()
    if error is None:
        return call.result()
    _logger.error("a part of the system check failed", exc_info=error)
    return Unread("The monitoring itself failed to ask; its log says why.")

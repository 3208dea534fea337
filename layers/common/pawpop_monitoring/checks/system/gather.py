"""Looks at the monitor's own parts side by side, within four seconds whatever they do."""

import logging
from collections.abc import Mapping
from concurrent.futures import Future, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pawpop_monitoring.checks.background import in_background
from pawpop_monitoring.checks.system.port import QueueSource, SnapshotSource, StoredSource
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.readings.system import Snapshots, SystemReading, Unread

_SECONDS = 4.0

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where to look; `dead_letters` are keyed by the queue whose messages end there."""

    stored: StoredSource
    snapshots: SnapshotSource
    records: QueueSource
    dead_letters: Mapping[str, QueueSource]


def gather(sources: Sources, now: datetime, patience: timedelta) -> SystemReading:
    """One look; what does not answer in time, or fails in a way that nobody thought of, is unread."""
    stored = in_background(lambda: sources.stored.read(now, patience))
    snapshots = in_background(lambda: _snapshots(sources.snapshots))
    records = in_background(sources.records.depth)
    dead_letters = {name: in_background(source.depth) for name, source in sources.dead_letters.items()}
    calls: tuple[Future[Any], ...] = (stored, snapshots, records, *dead_letters.values())
    wait(calls, timeout=_SECONDS)
    return SystemReading(
        read_at=now,
        stored=_outcome(stored, "The database"),
        snapshots=_outcome(snapshots, "The snapshot table"),
        records=_outcome(records, "The queue of records"),
        dead_letters={name: _outcome(call, f"The dead letters of {name}") for name, call in dead_letters.items()},
    )


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

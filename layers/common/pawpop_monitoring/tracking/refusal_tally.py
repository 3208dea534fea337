"""Counting refused deliveries without letting whoever sends them fill our queue and our tables."""

from datetime import datetime

from pawpop_monitoring.tracking.refusal import Reason

_ACCUSING = frozenset({Reason.STALE, Reason.MISMATCH})
"""Reasons of which eleven in an hour are an alert."""
_EXACTLY = 16


class RefusalTally:
    """Counts per minute and reason, and says when a count is worth recording: at 1, 2, 4, 8, …

    So a flood of a million is told in twenty records, and what is recorded is at least half of the truth. Of what
    accuses our own secret or clock, where a few decide, each is recorded up to 16.
    """

    def __init__(self) -> None:
        self._minute: datetime | None = None
        self._counts: dict[Reason, int] = {}

    def count(self, reason: Reason, now: datetime) -> tuple[datetime, int] | None:
        """The minute and its count so far if they are to be recorded, else None."""
        minute = now.replace(second=0, microsecond=0)
        if minute != self._minute:
            self._minute, self._counts = minute, {}
        count = self._counts[reason] = self._counts.get(reason, 0) + 1
        exactly = _EXACTLY if reason in _ACCUSING else 0
        return (minute, count) if count <= exactly or count.bit_count() == 1 else None

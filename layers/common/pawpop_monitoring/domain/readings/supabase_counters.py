"""Counters of the database that only ever grow, so that two readings tell what happened in between.

They are kept as JSON beside what a check saw, and come back from there: whatever does not have the
expected form, since an older or newer version wrote it, counts as not kept.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class StatementCounters:
    """Sums of pg_stat_statements over the shop's own statements.

    `epoch` changes when the view was reset or, behind the stroke, had to drop statements to make room.
    """

    epoch: str
    calls: int
    total_ms: float

    def is_churned_since(self, past: "StatementCounters") -> bool:
        """True if nobody reset the view, but it dropped statements, whose sums are lost."""
        return self.epoch != past.epoch and self.epoch.rpartition("/")[0] == past.epoch.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Counters:
    """One reading. `at` is the server's clock in seconds; `epoch` names the life of server and statistics.

    Starting a session counts as one of the `commits`, and so does each of the monitor's own transactions, of which
    there were `own`.
    """

    at: float
    epoch: str
    commits: int
    rollbacks: int
    sessions: int
    deadlocks: int
    blocks_hit: int
    blocks_read: int
    own: int
    statements: StatementCounters | None = None

    def as_json(self) -> dict[str, Any]:
        """The form that `parse` reads."""
        statements = self.statements
        return {
            "at": self.at,
            "epoch": self.epoch,
            "commits": self.commits,
            "rollbacks": self.rollbacks,
            "sessions": self.sessions,
            "deadlocks": self.deadlocks,
            "blocksHit": self.blocks_hit,
            "blocksRead": self.blocks_read,
            "own": self.own,
            "statements": statements
            and {"epoch": statements.epoch, "calls": statements.calls, "totalMs": statements.total_ms},
        }

    @classmethod
    def parse(cls, value: object) -> "Counters | None":
        """Counters from JSON; None if `value` is anything else."""
        if not isinstance(value, Mapping):
            return None
        try:
            return cls(
                at=_real(value["at"]),
                epoch=str(value["epoch"]),
                commits=_count(value["commits"]),
                rollbacks=_count(value["rollbacks"]),
                sessions=_count(value["sessions"]),
                deadlocks=_count(value["deadlocks"]),
                blocks_hit=_count(value["blocksHit"]),
                blocks_read=_count(value["blocksRead"]),
                own=_count(value["own"]),
                statements=_statements(value.get("statements")),
            )
        except (KeyError, ValueError):
            return None


def _statements(value: object) -> StatementCounters | None:
    if not isinstance(value, Mapping):
        return None
    return StatementCounters(
        epoch=str(value["epoch"]),
        calls=_count(value["calls"]),
        total_ms=_real(value["totalMs"]),
    )


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"no count: {value!r}")
    return value


def _real(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value) or value < 0:
        raise ValueError(f"no amount: {value!r}")
    return float(value)

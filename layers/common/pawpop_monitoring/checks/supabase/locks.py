"""Sessions that wait for locks, and those that keep them idle: to a customer the shop hangs, unseen by statistics."""

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.domain.readings.supabase import Sessions
from pawpop_monitoring.domain.rules.supabase import IDLE_IN_TRANSACTION, LOCKS
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity

BRIEF_MS = 1000.0
"""A wait that every busy shop has."""


def judge_locks(judgement: Judgement, sessions: Sessions | None, threshold: float) -> None:
    """Sessions that have been blocked for more than `threshold` milliseconds."""
    if sessions is None:
        return
    waited = sessions.longest_blocked_ms or 0.0
    if waited <= threshold:
        judgement.clear([LOCKS])
        return
    finding = LOCKS.broken(
        Severity.HIGH,
        "A session waits for a lock" if sessions.blocked == 1 else "Sessions wait for a lock",
        value=waited,
        threshold=threshold,
        unit="ms",
        evidence={"blockedSessions": sessions.blocked, "blockedBy": [dict(blocker) for blocker in sessions.blockers]},
    )
    judgement.bad(finding, ServiceStatus.WARNING)


def is_held_up(sessions: Sessions | None, threshold: float) -> bool:
    """True while something takes longer than `threshold` or waits for a lock: what is not over is in no average."""
    if sessions is None:
        return False
    if (sessions.longest_query_ms or 0.0) > threshold:
        return True
    return sessions.blocked > 0 and (sessions.longest_blocked_ms is None or sessions.longest_blocked_ms > BRIEF_MS)


def judge_idle_in_transaction(judgement: Judgement, sessions: Sessions | None, threshold: float) -> None:
    """Sessions that keep locks while they do nothing, for more than `threshold` milliseconds."""
    if sessions is None:
        return
    oldest = sessions.oldest_idle_in_transaction_ms or 0.0
    if oldest <= threshold:
        if not sessions.silent:
            judgement.clear([IDLE_IN_TRANSACTION])
        return
    finding = IDLE_IN_TRANSACTION.broken(
        Severity.MEDIUM,
        "A session sits idle in a transaction",
        value=oldest,
        threshold=threshold,
        unit="ms",
        evidence={"idleInTransaction": sessions.idle_in_transaction, "blockedSessions": sessions.blocked},
    )
    judgement.bad(finding, ServiceStatus.WARNING)

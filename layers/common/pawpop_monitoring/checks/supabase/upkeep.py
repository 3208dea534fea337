"""What ends in an outage if nobody looks after it."""

from collections.abc import Sequence

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.domain.readings.supabase import ReplicationSlot, Upkeep
from pawpop_monitoring.domain.rules.supabase import REPLICATION_SLOT, WRAPAROUND
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity

_MOST_UNFROZEN = 1_000_000_000
_MOST_SLOT_BYTES = 5 * 1024**3


def judge_upkeep(judgement: Judgement, upkeep: Upkeep | None) -> None:
    """Transaction ids and replication slots."""
    if upkeep is not None:
        _judge_wraparound(judgement, upkeep.wraparound_age)
        _judge_slots(judgement, upkeep.slots)


def _judge_wraparound(judgement: Judgement, age: int) -> None:
    if age <= _MOST_UNFROZEN:
        judgement.clear([WRAPAROUND])
        return
    finding = WRAPAROUND.broken(
        Severity.HIGH,
        "Transaction ids are running out",
        value=age,
        threshold=_MOST_UNFROZEN,
        unit="transactions",
    )
    judgement.bad(finding, ServiceStatus.WARNING)


def _judge_slots(judgement: Judgement, slots: Sequence[ReplicationSlot]) -> None:
    """One rule for all slots: one that is dropped could never be seen to recover by its name."""
    troubled = [slot for slot in slots if slot.lost or (slot.lag_bytes or 0) > _MOST_SLOT_BYTES]
    if not troubled:
        judgement.clear([REPLICATION_SLOT])
        return
    lost = [slot.name for slot in troubled if slot.lost]
    finding = REPLICATION_SLOT.broken(
        Severity.MEDIUM,
        "A replication slot is lost" if lost else "A replication slot lags far behind",
        value=None if lost else max(slot.lag_bytes or 0 for slot in troubled),
        threshold=None if lost else _MOST_SLOT_BYTES,
        unit="" if lost else "bytes",
        evidence={"slots": [slot.name for slot in troubled], "lost": lost},
    )
    judgement.bad(finding, ServiceStatus.WARNING)

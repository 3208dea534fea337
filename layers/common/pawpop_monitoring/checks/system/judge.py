"""All rules of the system check: a pure function of a reading."""

from collections.abc import Sequence
from datetime import timedelta

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.system.delivery_health import judge_dead_letters, judge_deliveries
from pawpop_monitoring.checks.system.reach import judge_mailboxes
from pawpop_monitoring.checks.system.timeliness import judge_checks, judge_records
from pawpop_monitoring.checks.system.watch import Watch, last_seen, watch_of
from pawpop_monitoring.domain.readings.system import SystemReading, Unread

SETTLING = timedelta(minutes=10)
"""How long after its return a database may lack what was recorded meanwhile: twice the longest back-off."""


def judge(reading: SystemReading, expected: Sequence[str], patience: timedelta) -> tuple[Judgement, Watch | None]:
    """The verdict, and what to leave behind for the next run, if anything could be read at all."""
    judgement = Judgement()
    judge_dead_letters(judgement, reading.dead_letters, reading.read_at)
    if reading.lost_mailboxes is not None:
        judge_mailboxes(judgement, reading.lost_mailboxes)
    seen = last_seen(reading)
    if seen is None:
        judgement.unknown("Whether the checks run is unknown: neither their snapshots nor their records can be read.")
        return judgement, None
    watch = watch_of(reading, seen, expected, patience)
    judge_checks(judgement, seen, watch, reading.read_at, patience)
    _judge_stored(judgement, reading, watch, patience)
    return judgement, watch


def _judge_stored(judgement: Judgement, reading: SystemReading, watch: Watch, patience: timedelta) -> None:
    if isinstance(reading.stored, Unread) or watch.database is None:
        reason = reading.stored.reason if isinstance(reading.stored, Unread) else ""
        judgement.unknown(f"Deliveries and uptime are unknown: {reason}")
        return
    settled = reading.read_at - watch.database > SETTLING
    judge_deliveries(judgement, reading.stored.deliveries, reading.read_at, settled=settled)
    if settled:
        judge_records(judgement, reading, reading.stored, watch.database, patience)

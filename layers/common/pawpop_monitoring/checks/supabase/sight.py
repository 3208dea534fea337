"""What should be seen of the database and is not: never healthy, never empty."""

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.supabase.activity import Activity
from pawpop_monitoring.domain.readings.supabase import SupabaseReading
from pawpop_monitoring.domain.rules.supabase import BLIND
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity

LASTING = 3
"""Checks in a row after which what is lost is no bad moment any more."""

_CHURNED = "pg_stat_statements drops statements between checks, so no average is known; raise pg_stat_statements.max"
_UNREAD = "pg_stat_statements could not be read in time at several checks; it may hold too many statements"


def judge_sight(judgement: Judgement, reading: SupabaseReading, activity: Activity) -> None:
    """Blind for whatever a missing right, row security or a churned view hides; a bad moment is only unknown."""
    connections = _connections(reading)
    missing = [*connections, *reading.blind, *_lasting(reading, activity)]
    if not missing:
        _judge_moment(judgement, reading, activity)
        judgement.clear([BLIND])
        return
    finding = BLIND.broken(
        Severity.LOW,
        "Connection statistics are not readable" if connections else "A part of the database can't be seen",
        evidence={"missing": "; ".join(missing), "serverProcesses": reading.backends},
    )
    judgement.bad(finding, ServiceStatus.UNKNOWN)


def _connections(reading: SupabaseReading) -> list[str]:
    if reading.connections is None:
        return ["membership in pg_read_all_stats"]
    return ["usable connections"] if reading.connections.utilisation is None else []


def _lasting(reading: SupabaseReading, activity: Activity) -> list[str]:
    lasting = []
    if activity.churned >= LASTING:
        lasting.append(_CHURNED)
    if reading.statements_unread and activity.unread >= LASTING:
        lasting.append(_UNREAD)
    return lasting


def _judge_moment(judgement: Judgement, reading: SupabaseReading, activity: Activity) -> None:
    if activity.churned:
        judgement.note(
            "pg_stat_statements dropped statements to make room, so there is no average query time this time."
        )
    if reading.statements_unread:
        judgement.unknown("The average query time is unknown: pg_stat_statements could not be read this time.")

"""All rules of the Supabase check: a pure function of what was read."""

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.supabase.activity import Activity
from pawpop_monitoring.checks.supabase.database_reachability import judge_unreachable, judge_writable
from pawpop_monitoring.checks.supabase.load import judge_connections, judge_query_time
from pawpop_monitoring.checks.supabase.locks import judge_idle_in_transaction, judge_locks
from pawpop_monitoring.checks.supabase.project_services import judge_disk, judge_services, note_waiting
from pawpop_monitoring.checks.supabase.rollbacks import judge_error_rate
from pawpop_monitoring.checks.supabase.sight import judge_sight
from pawpop_monitoring.checks.supabase.upkeep import judge_upkeep
from pawpop_monitoring.domain.readings.supabase import SupabaseReading, Unreachable
from pawpop_monitoring.domain.readings.supabase_project import ProjectReading
from pawpop_monitoring.thresholds import SupabaseThresholds


def judge(
    database: SupabaseReading | Unreachable,
    activity: Activity,
    project: ProjectReading,
    thresholds: SupabaseThresholds,
) -> Judgement:
    """What is broken, what is good, and, by being neither, what is unknown.

    If the database is down, the project's services are no findings of their own: they fail with it, or are
    evidence that the trouble lies between it and the monitor.
    """
    judgement = Judgement()
    if isinstance(database, Unreachable):
        judge_unreachable(judgement, database, project)
        return judgement
    judge_writable(judgement, database)
    judge_sight(judgement, database, activity)
    judge_locks(judgement, database.sessions, thresholds.supabase_query_time_threshold)
    judge_connections(judgement, database, thresholds.connection_limits)
    judge_query_time(judgement, database, activity.queries, thresholds.supabase_query_time_threshold)
    judge_error_rate(judgement, activity, thresholds.error_rate_limits)
    judge_idle_in_transaction(judgement, database.sessions, thresholds.supabase_idle_in_transaction_threshold)
    judge_upkeep(judgement, database.upkeep)
    judge_disk(judgement, project)
    judge_services(judgement, project)
    note_waiting(judgement, project)
    return judgement

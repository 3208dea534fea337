"""Whether the database can be used at all."""

from typing import Any

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.supabase.gather import ATTEMPTS
from pawpop_monitoring.domain.readings.supabase import SupabaseReading, Unreachable
from pawpop_monitoring.domain.readings.supabase_project import ProjectReading
from pawpop_monitoring.domain.rules.supabase import UNREACHABLE
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity


def judge_unreachable(judgement: Judgement, unreachable: Unreachable, project: ProjectReading) -> None:
    """Down, and nothing else is known; how the other services are tells where to look."""
    evidence: dict[str, Any] = {"attempts": ATTEMPTS}
    if services := {report.service: report.state.value for report in (*project.reported, *project.direct)}:
        evidence["services"] = services
    reason = unreachable.reason
    message = f"Database unreachable: {reason[:1].lower()}{reason[1:].rstrip('.')}"
    _down(judgement, message, {"reason": reason, **evidence})


def judge_writable(judgement: Judgement, reading: SupabaseReading) -> None:
    """A shop can't sell with a database that takes no orders."""
    if reading.read_only:
        _down(judgement, "The database is read-only, so it takes no orders", {"reason": "The database is read-only."})
    else:
        judgement.clear([UNREACHABLE])


def _down(judgement: Judgement, message: str, evidence: dict[str, Any]) -> None:
    judgement.bad(UNREACHABLE.broken(Severity.CRITICAL, message, evidence=evidence), ServiceStatus.DOWN)

"""The services around the database, each from its own answer and from Supabase's view of it."""

from collections.abc import Iterator, Sequence

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.domain.finding import beside
from pawpop_monitoring.domain.readings.supabase_project import GATEWAY, ProjectReading, ServiceReport, ServiceState
from pawpop_monitoring.domain.rules.supabase import DISK_USAGE, SERVICE_UNHEALTHY
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity

DISK_USED = "diskUsedPercent"
POOLER_WAITING = "poolerWaitingClients"
_MOST_DISK, _FULL = 90.0, 100.0


def note_waiting(judgement: Judgement, project: ProjectReading) -> None:
    """Who waits for a connection of the pooler, as Supabase's metrics tell for its own PgBouncer.

    That is no rule, since a moment's queue is what a pooler is for. A queue that matters keeps the monitor waiting as
    well: its own wait is part of the probe, which has a threshold, and a pool that takes nobody in is an outage.
    """
    if waiting := project.metrics.get(POOLER_WAITING):
        judgement.note(f"Clients that wait for a connection of the pooler: {waiting:.0f}.")


def judge_services(judgement: Judgement, project: ProjectReading) -> None:
    """One alert per failing service; if all that we ask fail alike, one alert for the gateway before them.

    What the settings let nobody ask any more is no alert any longer, which could never end otherwise.
    """
    for service in project.left_alone:
        _clear(judgement, service)
    direct = {report.service for report in project.direct}
    gone = _all_fail(project.direct)
    if gone:
        reasons = {report.service: report.reason for report in project.direct}
        _bad(judgement, GATEWAY, "None of the project's services answers", reasons)
    elif any(report.state is ServiceState.HEALTHY for report in project.direct):
        _clear(judgement, GATEWAY)
    for service, reports in _by_service(project):
        if not (gone and service in direct):
            _judge_service(judgement, service, reports)


def judge_disk(judgement: Judgement, project: ProjectReading) -> None:
    """The data disk, where the metrics endpoint tells of it."""
    used = project.metrics.get(DISK_USED)
    if used is None:
        return
    if used <= _MOST_DISK:
        judgement.clear([DISK_USAGE])
        return
    shown = beside(used, _MOST_DISK)
    finding = DISK_USAGE.broken(
        Severity.HIGH,
        "The database's disk is full" if shown >= _FULL else "The database's disk is almost full",
        value=shown,
        threshold=_MOST_DISK,
        unit="%",
    )
    judgement.bad(finding, ServiceStatus.WARNING)


def _all_fail(reports: Sequence[ServiceReport]) -> bool:
    return len(reports) > 1 and all(report.state is ServiceState.UNHEALTHY for report in reports)


def _by_service(project: ProjectReading) -> Iterator[tuple[str, list[ServiceReport]]]:
    reports = (*project.direct, *project.reported)
    for service in dict.fromkeys(report.service for report in reports):
        yield service, [report for report in reports if report.service == service]


def _judge_service(judgement: Judgement, service: str, reports: Sequence[ServiceReport]) -> None:
    failing = [report for report in reports if report.state is ServiceState.UNHEALTHY]
    if failing:
        _bad(judgement, service, f"The service {service} is unhealthy", {"reason": failing[0].reason})
    elif any(report.state is ServiceState.HEALTHY for report in reports):
        _clear(judgement, service)


def _bad(judgement: Judgement, target: str, message: str, evidence: dict[str, str]) -> None:
    finding = SERVICE_UNHEALTHY.broken(Severity.HIGH, message, target=target, evidence=evidence)
    judgement.bad(finding, ServiceStatus.WARNING)


def _clear(judgement: Judgement, target: str) -> None:
    judgement.clear([SERVICE_UNHEALTHY], target)

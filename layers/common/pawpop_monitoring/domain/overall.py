"""How the shop is as a whole: the one definition for /health, dashboard, badges, command line and exit codes."""

from collections.abc import Iterable
from typing import NamedTuple, Self

from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.service import ServiceStatus, worst_status
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.silence import Silence

_BY_SEVERITY = {
    Severity.CRITICAL: ServiceStatus.CRITICAL,
    Severity.HIGH: ServiceStatus.WARNING,
    Severity.MEDIUM: ServiceStatus.WARNING,
    Severity.LOW: ServiceStatus.HEALTHY,
}


class OpenCondition(NamedTuple):
    """What is known of an alert that is not resolved, as far as a silence asks for it."""

    service: str
    rule: str
    fingerprint: str
    severity: Severity

    @classmethod
    def of(cls, alert: Alert) -> Self:
        """The condition that `alert` tells of."""
        return cls(alert.service, alert.rule, alert.fingerprint, alert.severity)


def loud_severities(conditions: Iterable[OpenCondition], silences: Iterable[Silence]) -> frozenset[Severity]:
    """How bad the open alerts are that none of `silences`, all in force, covers."""
    active = tuple(silences)
    return frozenset(
        condition.severity for condition in conditions if not any(silence.mutes(condition) for silence in active)
    )


def overall_status(statuses: Iterable[ServiceStatus], loud: Iterable[Severity] = ()) -> ServiceStatus:
    """The worst of all services and of all open alerts that are not silenced, `loud`; never DOWN or UNKNOWN.

    Critical if a service is critical or down or an alert is critical, whatever service that is of; warning if a
    service is in warning or unknown, or an alert is high or medium; else healthy.
    """
    worst = worst_status([*statuses, *(_BY_SEVERITY[severity] for severity in loud)])
    if worst is ServiceStatus.DOWN:
        return ServiceStatus.CRITICAL
    if worst is ServiceStatus.UNKNOWN:
        return ServiceStatus.WARNING
    return worst

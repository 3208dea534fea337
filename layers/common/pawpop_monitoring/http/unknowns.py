"""Saying what the monitor does not know: silence must never read as good news."""

from collections.abc import Iterable, Mapping

from pawpop_monitoring.contracts.cost_report import Costs
from pawpop_monitoring.contracts.dashboard_response import DashboardService
from pawpop_monitoring.domain.plural import plural
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.snapshot import texts_in


def unknowns_of(services: Mapping[str, DashboardService], costs: Costs | None, outage: str | None) -> tuple[str, ...]:
    """A sentence for each gap, the widest first."""
    return (
        *_of_outage(outage),
        *(sentence for name, service in services.items() for sentence in _of_service(name, service)),
        *_of_costs(costs),
    )


def _of_outage(outage: str | None) -> Iterable[str]:
    if outage is not None:
        yield f"{outage} History, uptime and costs are unknown until it is back; alerts still go out."


def _of_service(name: str, service: DashboardService) -> Iterable[str]:
    if service.last_check is None:
        yield f"{name}: no check has reported yet."
        return
    if service.status is ServiceStatus.UNKNOWN:
        yield f"{name}: its present state is not known."
    told = [*texts_in(service.details, "unknown"), *texts_in(service.details, "notes")]
    yield from (f"{name}: {sentence}" for sentence in told)
    missing = [gauge.label.lower() for gauge in service.gauges if gauge.value is None and gauge.threshold is not None]
    if missing and not told:
        yield f"{name}: {', '.join(missing)} could not be measured."


def _of_costs(costs: Costs | None) -> Iterable[str]:
    if costs is not None and costs.unpriced_requests:
        yield f"fal-ai: without a price, and in no sum: {plural(costs.unpriced_requests, 'request')} of this month."

"""GET /api/monitoring/health: what the last checks saw. It reads, it never checks."""

from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.bootstrap.database import hang_up_afterwards
from pawpop_monitoring.bootstrap.health_services import HealthServices, health_services
from pawpop_monitoring.bootstrap.standby_reads import Known
from pawpop_monitoring.contracts.health_response import HealthResponse
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.overall import OpenCondition, loud_severities
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.snapshot import count_alerts, newest_snapshots
from pawpop_monitoring.http.burst_memory import BurstMemory
from pawpop_monitoring.http.head_method import bodiless_if_head
from pawpop_monitoring.http.health_view import compose, current_snapshots, snapshots_without_store
from pawpop_monitoring.http.resolver import api_resolver
from pawpop_monitoring.http.responses import json_response

logger = Logger()
app = api_resolver()
services = cache(health_services)
flood: BurstMemory[HealthResponse] = BurstMemory()


def run(services: HealthServices, *, with_details: bool) -> HealthResponse:
    """What is newest of Postgres and the standby tables; with the database down, what those know."""
    known = services.standby.read()
    try:
        return _stored(services, known, with_details=with_details)
    except StoreUnavailableError as error:
        logger.warning("database unavailable", reason=str(error))
        return _without_store(services, known.required(), str(error), with_details=with_details)


def _stored(services: HealthServices, known: Known, *, with_details: bool) -> HealthResponse:
    now = services.clock()
    latest = newest_snapshots(services.metrics.latest(), known.latest)
    snapshots = current_snapshots(latest, services.expected, now, services.check_interval)
    counts, recent = services.alerts.open_alerts(overlay=known.overlay)
    loud = loud_severities(services.alerts.conditions(known.overlay), known.silences_at(now))
    return compose(snapshots, counts, recent, now, loud=loud, with_details=with_details)


def _without_store(services: HealthServices, known: Known, reason: str, *, with_details: bool) -> HealthResponse:
    now = services.clock()
    snapshots = snapshots_without_store(known.latest, services.expected, reason, now, services.check_interval)
    loud = loud_severities(map(OpenCondition.of, known.alerts), known.silences_at(now))
    return compose(snapshots, count_alerts(known.alerts), known.alerts, now, loud=loud, with_details=with_details)


def run_for_all(services: HealthServices, memory: BurstMemory[HealthResponse]) -> HealthResponse:
    """What anybody may see; of a flood of questions a few are answered anew, and the others alike."""
    return memory.answer(lambda: run(services, with_details=False))


@app.get("/api/monitoring/health")
@app.head("/api/monitoring/health")
def get_health() -> Response[str]:
    """The route; open to all, so it looks at the token itself."""
    known = services().may_see_details(app.current_event.headers.get("authorization"))
    answer = run(services(), with_details=True) if known else run_for_all(services(), flood)
    return json_response(503 if answer.status is ServiceStatus.CRITICAL else 200, answer)


@hang_up_afterwards
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """API Gateway."""
    return bodiless_if_head(event, app.resolve(event, context))

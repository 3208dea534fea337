"""GET /api/monitoring/health: what the last checks saw. It reads, it never checks."""

from functools import cache
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.bootstrap.database import hang_up_afterwards
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.http.burst_memory import BurstMemory
from pawpop_monitoring.http.head_method import bodiless_if_head
from pawpop_monitoring.http.resolver import api_resolver
from pawpop_monitoring.http.responses import json_response

if TYPE_CHECKING:
    from pawpop_monitoring.bootstrap.health_services import HealthServices
    from pawpop_monitoring.contracts.health_response import HealthResponse

logger = Logger()
app = api_resolver()
flood: "BurstMemory[HealthResponse]" = BurstMemory()


@cache
def services() -> "HealthServices":
    """Those of this Lambda environment."""
    from pawpop_monitoring.bootstrap.health_services import health_services

    return health_services()


def run(services: "HealthServices", *, with_details: bool) -> "HealthResponse":
    """What is newest of Postgres and the standby tables; with the database down, what those know."""
    from pawpop_monitoring.bootstrap.health_services import look

    return look(services, with_details=with_details)


def run_for_all(services: "HealthServices", memory: "BurstMemory[HealthResponse]") -> "HealthResponse":
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

"""GET /api/monitoring/dashboard: state, history, alerts and costs at one look. It reads, it never checks.

Who has an answer that still holds gets none: that takes no look at the database.
"""

from functools import cache
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.bootstrap.database import hang_up_afterwards
from pawpop_monitoring.http.resolver import api_resolver
from pawpop_monitoring.http.responses import json_response, not_modified

if TYPE_CHECKING:
    from pawpop_monitoring.bootstrap.dashboard_services import DashboardServices
    from pawpop_monitoring.contracts.dashboard_response import DashboardQuery, DashboardResponse, Viewer

logger = Logger()
app = api_resolver()


@cache
def services() -> "DashboardServices":
    """Those of this Lambda environment."""
    from pawpop_monitoring.bootstrap.dashboard_services import dashboard_services

    return dashboard_services()


def run(services: "DashboardServices", query: "DashboardQuery") -> "DashboardResponse":
    """What is stored, or with `stale` what is known without the database."""
    return services.look(query.range)


def answer(
    services: "DashboardServices", query: "DashboardQuery", if_none_match: str | None, viewer: "Viewer | None" = None
) -> Response[str]:
    """The same with its validator, but for one that was made without the database; 304 while it still holds."""
    known = services.standby.read()
    validator = services.validator(query.range, known)
    if validator is not None and (tag := validator.confirms(if_none_match)):
        return not_modified(tag)
    found = services.look(query.range, known).model_copy(update={"viewer": viewer})
    tagged = validator is not None and not found.stale
    return json_response(200, found, {"ETag": str(validator)} if tagged else None)


@app.get("/api/monitoring/dashboard")
def get_dashboard() -> Response[str]:
    """The route."""
    from pawpop_monitoring.contracts.dashboard_response import DashboardQuery, Viewer
    from pawpop_monitoring.http.requests import caller_of, parse_query

    event = app.current_event
    scope = event.request_context.authorizer.get("scope")
    viewer = Viewer(name=caller_of(event), scope=str(scope)) if scope else None
    return answer(services(), parse_query(event, DashboardQuery), event.headers.get("If-None-Match"), viewer)


@hang_up_afterwards
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """API Gateway."""
    return app.resolve(event, context)

"""GET /api/monitoring/insights: what was found by looking back. It reads, it never looks."""

from functools import cache
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.http.resolver import api_resolver
from pawpop_monitoring.http.responses import json_response

if TYPE_CHECKING:
    from pawpop_monitoring.bootstrap.insight_services import InsightServices
    from pawpop_monitoring.contracts.insights_response import InsightsResponse
    from pawpop_monitoring.contracts.review import Review

logger = Logger()
app = api_resolver()


@cache
def services() -> "InsightServices":
    """Those of this Lambda environment."""
    from pawpop_monitoring.bootstrap.insight_services import insight_services

    return insight_services()


def run(services: "InsightServices", month: str | None = None) -> "InsightsResponse":
    """As it was found last, and the review of `month`; of the last one that has one, if it is None."""
    from pawpop_monitoring.http.insights_view import view_of

    return view_of(services.store.latest(), services.clock(), _review(services, month))


def _review(services: "InsightServices", month: str | None) -> "Review | None":
    if month is None:
        return services.reviews.latest()
    kept = services.reviews.of(month)
    return kept.review if kept else None


@app.get("/api/monitoring/insights")
def get_insights() -> Response[str]:
    """The route."""
    from pawpop_monitoring.contracts.insights_response import InsightsQuery
    from pawpop_monitoring.http.requests import parse_query

    return json_response(200, run(services(), parse_query(app.current_event, InsightsQuery).month))


@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """API Gateway."""
    return app.resolve(event, context)

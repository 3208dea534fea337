"""GET /api/monitoring/alerts: alerts, newest first."""

from functools import cache
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.bootstrap.database import hang_up_afterwards
from pawpop_monitoring.http.resolver import api_resolver
from pawpop_monitoring.http.responses import json_response

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pawpop_monitoring.bootstrap.api_services import AlertReader
    from pawpop_monitoring.contracts.alert_requests import ListAlertsQuery
    from pawpop_monitoring.contracts.alert_responses import ListAlertsResponse

logger = Logger()
app = api_resolver()


@cache
def services() -> "AlertReader":
    """Those of this Lambda environment."""
    from pawpop_monitoring.bootstrap.api_services import alert_reader

    return alert_reader()


def run(services: "AlertReader", query: "ListAlertsQuery") -> "ListAlertsResponse":
    """One page, and the counts of all that match."""
    from pawpop_monitoring.contracts.alert_responses import AlertSummary, ListAlertsResponse
    from pawpop_monitoring.contracts.alert_snapshot import AlertView

    page = services.page(query)
    return ListAlertsResponse(
        timestamp=services.clock(),
        alerts=tuple(AlertView.of(alert) for alert in page.alerts),
        total=page.counts.total,
        summary=AlertSummary.of(page.counts),
        next_cursor=page.next_cursor,
        hint=None if page.counts.total else _hint(services.known_services, query.service),
    )


def _hint(known: "Sequence[str]", asked: str | None) -> str | None:
    """Nothing found of a service that is none reads as good news; one that was removed may have alerts of before."""
    if asked is None or not known or asked in known:
        return None
    return f"There is no service called {asked}; known are {', '.join(known)}."


@app.get("/api/monitoring/alerts")
def list_alerts() -> Response[str]:
    """The route."""
    from pawpop_monitoring.contracts.alert_requests import ListAlertsQuery
    from pawpop_monitoring.http.requests import parse_query

    return json_response(200, run(services(), parse_query(app.current_event, ListAlertsQuery)))


@hang_up_afterwards
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """API Gateway."""
    return app.resolve(event, context)

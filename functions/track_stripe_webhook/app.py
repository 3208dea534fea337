"""POST /api/monitoring/track/stripe: events of Stripe that the shop has handled, one or up to a hundred."""

from collections.abc import Collection
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.bootstrap.tracking_services import TrackingServices, tracking_services
from pawpop_monitoring.contracts.tracking_records import StripeEventRecord
from pawpop_monitoring.contracts.tracking_requests import StripeWebhookRequest
from pawpop_monitoring.http.batches import parse_items
from pawpop_monitoring.http.resolver import api_resolver
from pawpop_monitoring.http.responses import json_response

logger = Logger()
app = api_resolver()
services = cache(tracking_services)


def run(services: TrackingServices, requests: Collection[StripeWebhookRequest]) -> dict[str, Any]:
    """Hand all over to RecordQueue; what comes twice is one row in the end."""
    services.record(
        [StripeEventRecord.of(request, now) for request, now in zip(requests, services.moments(), strict=False)]
    )
    return {"status": "accepted", "accepted": len(requests)}


@app.post("/api/monitoring/track/stripe")
def track() -> Response[str]:
    """The route."""
    items = parse_items(app.current_event, StripeWebhookRequest, services().clock())
    return json_response(202, run(services(), items) | items.remarks())


@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """API Gateway."""
    return app.resolve(event, context)

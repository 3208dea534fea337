"""POST /api/monitoring/webhooks/pagerduty: takes what people do to incidents at PagerDuty."""

from functools import cache
from typing import Any

from pawpop_monitoring.bootstrap.pagerduty_webhook_services import pagerduty_webhook_services
from pawpop_monitoring.http.pagerduty_webhook import run

services = cache(pagerduty_webhook_services)


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """API Gateway."""
    return run(services(), event)

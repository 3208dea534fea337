"""POST /api/monitoring/webhooks/slack: takes what people press and type in Slack."""

from functools import cache
from typing import Any

from pawpop_monitoring.bootstrap.slack_interaction_services import slack_interaction_services
from pawpop_monitoring.http.slack_interaction import run

services = cache(slack_interaction_services)


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """API Gateway."""
    return run(services(), event)

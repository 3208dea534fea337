"""Tells the channels besides mail: hands steps on to each that is routed, and delivers what is meant for one."""

from functools import cache
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.bootstrap.channel_services import ChannelServices, channel_services
from pawpop_monitoring.notifications.batch import BatchHandler
from pawpop_monitoring.notifications.delivery_outcome import Outcome

logger = Logger()
metrics = Metrics()
services = cache(channel_services)

METRIC_NAMES = {
    Outcome.FAILED: "ChannelsFailed",
    Outcome.NEEDS_PERSON: "ChannelsNeedAPerson",
}
"""Only what an alarm looks at: each name beyond ten costs $0.30 a month."""


def run(services: ChannelServices, event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Handle each message on its own; the answer lists those that have to come back."""
    return BatchHandler(services.consumer.consume, services.postpone, metrics, METRIC_NAMES).handle(event, context)


def _services() -> ChannelServices:
    try:
        return services()
    except Exception:
        metrics.add_metric(METRIC_NAMES[Outcome.FAILED], MetricUnit.Count, 1)
        raise


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """SQS."""
    return run(_services(), event, context)

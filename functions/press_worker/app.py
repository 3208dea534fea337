"""Does what was pressed in Slack and in PagerDuty."""

from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.bootstrap.database import hang_up_afterwards
from pawpop_monitoring.bootstrap.press_services import PressServices, press_services
from pawpop_monitoring.notifications.batch import BatchHandler
from pawpop_monitoring.notifications.delivery_outcome import Outcome

logger = Logger()
services = cache(press_services)


def run(services: PressServices, event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Do each press on its own; the answer lists those that have to come back."""
    return BatchHandler(services.consumer.consume, services.postpone, _count).handle(event, context)


def _count(outcome: Outcome) -> None:
    """In the log alone: a metric would cost $0.30 a month."""
    logger.debug("a press was %s", outcome)


@hang_up_afterwards
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """SQS."""
    return run(services(), event, context)

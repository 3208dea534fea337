"""Tells the channels besides mail: hands steps on to each that is routed, and delivers what is meant for one."""

from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.notifications.batch import BatchHandler
from pawpop_monitoring.notifications.delivery_outcome import Outcome

if TYPE_CHECKING:
    from pawpop_monitoring.bootstrap.channel_services import ChannelServices

logger = Logger()


def services() -> "ChannelServices":
    """Those of this Lambda environment, with the settings of the channels as they are by now."""
    from pawpop_monitoring.bootstrap.channel_services import channel_services

    return channel_services()


def run(services: "ChannelServices", event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Handle each message on its own; the answer lists those that have to come back."""
    return BatchHandler(services.consumer.consume, services.postpone, _count).handle(event, context)


def _count(outcome: Outcome) -> None:
    """In the log alone: a metric would cost $0.30 a month, and the deliveries are in the database."""
    logger.debug("a message was %s", outcome)


@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """SQS."""
    return run(services(), event, context)

"""Delivers the transitions in AlertQueue to people."""

from functools import cache
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.notifications.batch import BatchHandler
from pawpop_monitoring.notifications.delivery_outcome import Outcome

if TYPE_CHECKING:
    from pawpop_monitoring.bootstrap.notifier_services import NotifierServices

logger = Logger()
metrics = Metrics()

METRIC_NAMES = {
    Outcome.DELIVERED: "MailsSent",
    Outcome.ALREADY_DELIVERED: "MailsDeduplicated",
    Outcome.IN_PROGRESS: "MailsInProgress",
    Outcome.DEFERRED: "MailsDeferred",
    Outcome.SUPERSEDED: "MailsSuperseded",
    Outcome.FAILED: "MailsFailed",
    Outcome.NEEDS_PERSON: "MailsNeedAPerson",
    Outcome.DEAD_LETTERED: "MessagesPutAside",
}
"""Each name beyond ten costs $0.30 a month, so that an outcome which needs nobody's attention has none."""


@cache
def services() -> "NotifierServices":
    """Those of this Lambda environment."""
    from pawpop_monitoring.bootstrap.notifier_services import notifier_services

    return notifier_services()


def run(services: "NotifierServices", event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """Handle each message on its own; the answer lists those that have to come back."""
    return BatchHandler(services.consumer.consume, services.postpone, _count).handle(event, context)


def _services() -> "NotifierServices":
    try:
        return services()
    except Exception:
        # What keeps it from starting, such as a wrong setting, must be heard of as well.
        _count(Outcome.FAILED)
        raise


def _count(outcome: Outcome) -> None:
    if outcome in METRIC_NAMES:
        metrics.add_metric(METRIC_NAMES[outcome], MetricUnit.Count, 1)


@logger.inject_lambda_context(clear_state=True)
@metrics.log_metrics
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
    """SQS."""
    return run(_services(), event, context)

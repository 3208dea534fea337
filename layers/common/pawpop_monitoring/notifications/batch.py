"""A batch out of a queue, in which each message stands for itself."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType
from aws_lambda_powertools.utilities.batch.types import PartialItemFailureResponse
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.notifications.delivery_outcome import Outcome, Result

_logger = logging.getLogger(__name__)

type Consume = Callable[[str, int, LambdaContext], Result]
"""Handles a body, at its n-th attempt; any exception means: try again later."""


class NotDoneError(Exception):
    """Tells the batch processor that a message has to come back."""


@dataclass(frozen=True, slots=True)
class BatchHandler:
    """`count` is told what becomes of each message; `postpone` makes one come back after so many seconds."""

    consume: Consume
    postpone: Callable[[str, int], None]
    count: Callable[[Outcome], None]

    def handle(self, event: dict[str, Any], context: LambdaContext) -> PartialItemFailureResponse:
        """The answer lists the messages that have to come back."""

        def handle(record: SQSRecord) -> None:
            self._handle_safely(record, context)

        processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
        with processor(records=event["Records"], handler=handle):
            processor.process()
        return processor.response()

    def _handle_safely(self, record: SQSRecord, context: LambdaContext) -> None:
        try:
            self._handle(record, context)
        except NotDoneError:
            raise
        except Exception:
            # The queue's own visibility time-out brings it back.
            _logger.exception("message %s failed unexpectedly", record.message_id)
            self.count(Outcome.FAILED)
            raise

    def _handle(self, record: SQSRecord, context: LambdaContext) -> None:
        attempt = int(record.attributes.approximate_receive_count)
        result = self.consume(record.body, attempt, context)
        self.count(result.outcome)
        if result.retry_in is not None:
            self.postpone(record.receipt_handle, result.retry_in)
            raise NotDoneError(result.outcome)

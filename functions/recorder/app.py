"""Writes telemetry from RecordQueue into Postgres, in batches."""

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger

from pawpop_monitoring.bootstrap.database import hang_up_afterwards
from pawpop_monitoring.domain.backoff import delay_seconds
from pawpop_monitoring.domain.errors import StoreUnavailableError

if TYPE_CHECKING:
    from pawpop_monitoring.bootstrap.recorder_services import RecorderServices
    from pawpop_monitoring.contracts.records import Record

logger = Logger()

type Message = dict[str, Any]


@cache
def services() -> "RecorderServices":
    """Those of this Lambda environment."""
    from pawpop_monitoring.bootstrap.recorder_services import recorder_services

    return recorder_services()


def run(services: "RecorderServices", messages: Sequence[Message]) -> list[Message]:
    """Write all that can be written; what never can be goes to the dead letters alone.

    Answers the messages that have to come back: all of them while the database can't be written, else none.
    """
    from pydantic import ValidationError

    from pawpop_monitoring.contracts.records import RECORD_ADAPTER

    readable: list[tuple[Message, Record]] = []
    for message in messages:
        try:
            readable.append((message, RECORD_ADAPTER.validate_json(message["body"])))
        except ValidationError as error:
            _put_aside(services, message, f"not a record: {error.errors(include_url=False)[:3]}")
    try:
        rejected = services.recorder.write([record for _, record in readable])
    except StoreUnavailableError as error:
        logger.warning("database unavailable, records wait in the queue", reason=str(error), records=len(readable))
        return _postponed(services, [message for message, _ in readable])
    reasons = {id(rejection.record): str(rejection) for rejection in rejected}
    for message, record in readable:
        if id(record) in reasons:
            _put_aside(services, message, reasons[id(record)])
    return []


def _put_aside(services: "RecorderServices", message: Message, reason: str) -> None:
    """Keep the message where a person finds it and can send it again, out of the way of the others."""
    services.dead_letters.send([message["body"]])
    logger.error("record put aside", reason=reason, message_id=message["messageId"])


def _postponed(services: "RecorderServices", messages: list[Message]) -> list[Message]:
    """Back off, so that an outage is not made worse, but never by much more than it has lasted."""
    attempts = {message["receiptHandle"]: int(message["attributes"]["ApproximateReceiveCount"]) for message in messages}
    services.records.postpone_all({handle: delay_seconds(attempt) for handle, attempt in attempts.items()})
    return messages


@hang_up_afterwards
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """SQS, with a report of the items that failed."""
    failed = run(services(), event["Records"])
    return {"batchItemFailures": [{"itemIdentifier": message["messageId"]} for message in failed]}

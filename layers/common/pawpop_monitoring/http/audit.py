"""The audit log: who changed what, and when. One line per change, kept as long as the logs are."""

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent

from pawpop_monitoring.http.requests import caller_of

AUDIT = "audit"
"""The message of every such line; look for it with `filter message = "audit"`."""

_logger = Logger(child=True)


def record_change(event: APIGatewayProxyEvent, action: str, target: str, person: str | None = None) -> None:
    """Write down that `action` was done to `target`, after it was; the line's own timestamp says when.

    `person` is who the caller says did it.
    """
    identity = event.request_context.identity
    _logger.info(
        AUDIT,
        action=action,
        target=target,
        by=caller_of(event),
        person=person,
        token=event.request_context.authorizer.get("token"),
        source_ip=identity.source_ip,
        request_id=event.request_context.request_id,
    )

"""Mails to those who asked to hear of incidents, from StatusMailTopic.

What Resend refuses for now is raised: Lambda runs it again, and whoever was told already is not told again.
"""

from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic_core import from_json

from pawpop_monitoring.bootstrap.subscription_services import telling
from pawpop_monitoring.notifications.subscribers.telling import Telling

logger = Logger()
services = cache(telling)


def run(telling: Telling, event: dict[str, Any]) -> None:
    """One notification of SNS; of what can't be read there is nothing to be told."""
    for record in event.get("Records", []):
        notification = record.get("Sns") or {}
        address = _address_in(str(notification.get("Message") or ""))
        if address is None:
            logger.info("told", mails=telling.tell())
        else:
            telling.ask(address, str(notification.get("MessageId") or "")[:100])


def _address_in(message: str) -> str | None:
    """The address that is to be asked; None of a message that an incident has changed."""
    try:
        content = from_json(message)
    except ValueError:
        return None
    address = content.get("address") if isinstance(content, dict) else None
    return address if isinstance(address, str) else None


@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], _context: LambdaContext) -> None:
    """SNS."""
    run(services(), event)

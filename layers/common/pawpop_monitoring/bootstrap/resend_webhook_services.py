"""Wiring of the Resend webhook: plain Python to the bottom, so no pydantic, Powertools or boto3."""

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from pawpop_monitoring.aws.json_service import AwsCallError, AwsService
from pawpop_monitoring.aws.lean_clients import service
from pawpop_monitoring.bootstrap.signing_secrets import signing_secrets
from pawpop_monitoring.domain.clock import Clock, system_clock
from pawpop_monitoring.tracking.mail_events import MailEvent

_UNSET = "Set ResendWebhookSecrets to the signing secret of the webhook at Resend."
_LOST_FOR = timedelta(days=7)
_MAILBOXES = "#mailbox"
"""As storage/mailbox_store.py has it; a test holds them together."""


class ResendWebhookServices(NamedTuple):
    """What the function needs; `keep` raises AwsCallError if the table is out of reach.

    `renewed_signing_secrets` are those that are set by now, for a signature that does not fit those that are kept.
    """

    signing_secrets: Callable[[], Sequence[str]]
    keep: Callable[[MailEvent], None]
    clock: Clock
    renewed_signing_secrets: Callable[[], Sequence[str]] = list


def resend_webhook_services() -> ResendWebhookServices:
    """The services of this Lambda environment."""
    secrets = signing_secrets(os.environ["MAIL_EVENTS_SECRET_ID"], _UNSET)
    table = service("dynamodb", json_version="1.0")
    mailboxes = LeanMailboxes(table, os.environ["STANDBY_TABLE"], system_clock, recipients_in(os.environ))
    return ResendWebhookServices(
        signing_secrets=secrets.kept,
        keep=mailboxes.keep,
        clock=system_clock,
        renewed_signing_secrets=secrets.renewed,
    )


def recipients_in(environment: Mapping[str, str]) -> str:
    """The text that names whoever hears of alerts, in lower case; empty if addresses may be written otherwise in it."""
    texts = [environment.get(name) for name in ("ALERT_RECIPIENTS", "ESCALATION_RECIPIENTS")]
    named = "\n".join(text for text in texts if text is not None).casefold()
    return named if None not in texts and named.isascii() else ""


class LeanMailboxes(NamedTuple):
    """The mailboxes of storage/mailbox_store.py, written without its clients.

    Resend tells of all mails of an account, the shop's to its customers among them: whoever is not in the text
    `recipients` is none of ours.
    """

    table: AwsService
    name: str
    clock: Clock
    recipients: str = ""

    def keep(self, event: MailEvent) -> None:
        """Note who gets nothing, and forget who got something."""
        for address in (one for one in event.addresses if not self.recipients or one in self.recipients):
            key = {"service": {"S": _MAILBOXES}, "fingerprint": {"S": address}}
            if event.lost:
                self.table.call("DynamoDB_20120810.PutItem", {"TableName": self.name, "Item": self._item(key, event)})
            else:
                self._forget(key, event.sent_at)

    def _forget(self, key: dict[str, Any], sent_at: str) -> None:
        """Unless it got lost since that mail was sent: events overtake each other, and an old mail may be opened."""
        condition = {
            "ConditionExpression": "attribute_not_exists(since) OR since < :sent",
            "ExpressionAttributeValues": {":sent": {"S": sent_at}},
        }
        payload = {"TableName": self.name, "Key": key} | (condition if sent_at else {})
        try:
            self.table.call("DynamoDB_20120810.DeleteItem", payload)
        except AwsCallError as error:
            if not (error.answered and "ConditionalCheckFailed" in str(error)):
                raise

    def _item(self, key: dict[str, Any], event: MailEvent) -> dict[str, Any]:
        now = self.clock()
        return {
            **key,
            "why": {"S": event.lost},
            "since": {"S": now.isoformat()},
            "refused": {"BOOL": False},
            "expiration": {"N": str(int((now + _LOST_FOR).timestamp()))},
        }

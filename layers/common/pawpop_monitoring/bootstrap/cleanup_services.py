"""Wiring of cleanup."""

import time
from datetime import timedelta
from typing import TYPE_CHECKING

from pawpop_monitoring.bootstrap.clients import aws, load_settings, secret_text
from pawpop_monitoring.bootstrap.database import database
from pawpop_monitoring.domain.clock import system_clock
from pawpop_monitoring.outbound.http_client import bounded_client
from pawpop_monitoring.settings import Settings
from pawpop_monitoring.storage.mailbox_store import DynamoMailboxStore
from pawpop_monitoring.tracking.mail_inquiry import MailInquiry
from pawpop_monitoring.tracking.resend_mails import ResendMails

if TYPE_CHECKING:
    from pawpop_monitoring.storage.retention import Retention

_LOOKED_BACK = timedelta(days=2)
"""Twice as long as between two questions: the last mails before one may still have been on their way."""


class CleanupSettings(Settings):
    """Environment of cleanup."""

    database_secret_id: str


class InquirySettings(CleanupSettings):
    """What the question after mails takes beside."""

    resend_secret_id: str
    resend_base_url: str = "https://api.resend.com"
    standby_table: str


def retention() -> "Retention":
    """The retention of this Lambda environment."""
    from pawpop_monitoring.storage.retention import Retention

    return Retention(database(load_settings(CleanupSettings).database_secret_id))


def mail_inquiry() -> MailInquiry:
    """The question after mails of this Lambda environment."""
    from pawpop_monitoring.storage.sent_mails import SentMails

    settings = load_settings(InquirySettings)
    sent = SentMails(database(settings.database_secret_id))
    return MailInquiry(
        mails=lambda: sent.since(system_clock() - _LOOKED_BACK),
        provider=ResendMails(bounded_client(), settings.resend_base_url, secret_text(settings.resend_secret_id)),
        mailboxes=DynamoMailboxStore(client=lambda: aws("dynamodb"), table=settings.standby_table, clock=system_clock),
        pause=time.sleep,
    )

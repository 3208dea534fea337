"""Wiring of cleanup."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pawpop_monitoring.bootstrap.clients import aws, load_settings, secret_text
from pawpop_monitoring.bootstrap.database import database
from pawpop_monitoring.domain.clock import system_clock
from pawpop_monitoring.http.dashboard_window import INTERVALS_UNTIL_STALE
from pawpop_monitoring.outbound.http_client import bounded_client
from pawpop_monitoring.settings import Interval, Settings
from pawpop_monitoring.storage.mailbox_store import DynamoMailboxStore
from pawpop_monitoring.tracking.mail_inquiry import MailInquiry
from pawpop_monitoring.tracking.resend_mails import ResendMails

if TYPE_CHECKING:
    from pawpop_monitoring.storage.day_records import DayRecords
    from pawpop_monitoring.storage.retention import Retention
    from pawpop_monitoring.storage.status_store import DynamoStatusStore

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


class DaySettings(CleanupSettings):
    """What summing up days takes beside."""

    check_interval: Interval
    status_table: str


@dataclass(frozen=True, slots=True)
class DaySums:
    """Sums up days in Postgres, and keeps a copy where the status page finds it without."""

    records: "DayRecords"
    copies: "DynamoStatusStore"

    def run(self, now: datetime) -> int:
        """Answers how many days of services there are; StoreUnavailableError if either store can't be used."""
        kept = self.records.sum_up(now)
        self.copies.put_days(kept, now)
        return len(kept)


def day_sums() -> DaySums:
    """The sums of this Lambda environment."""
    from pawpop_monitoring.storage.day_records import DayRecords
    from pawpop_monitoring.storage.status_store import DynamoStatusStore

    settings = load_settings(DaySettings)
    patience = settings.check_interval * INTERVALS_UNTIL_STALE
    return DaySums(
        DayRecords(database(settings.database_secret_id), patience),
        DynamoStatusStore(client=lambda: aws("dynamodb"), table=settings.status_table),
    )


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

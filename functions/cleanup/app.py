"""Once a day: asks what became of the mails that went out, sums up days, and deletes what is too old.

That is resolved alerts and health metrics after 30 days, usage and events after 90. The question belongs here, where
nothing waits for an answer: a check that Resend keeps waiting would be late with what it saw.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.bootstrap.database import hang_up_afterwards
from pawpop_monitoring.domain.clock import system_clock
from pawpop_monitoring.domain.errors import StoreUnavailableError

if TYPE_CHECKING:
    from pawpop_monitoring.bootstrap.cleanup_services import DaySums
    from pawpop_monitoring.storage.retention import Retention
    from pawpop_monitoring.tracking.mail_inquiry import MailInquiry

logger = Logger()

# Enough to finish the batch that has begun.
_RESERVE_MILLISECONDS = 25_000


@cache
def services() -> "Retention":
    """What is too old, in this Lambda environment."""
    from pawpop_monitoring.bootstrap.cleanup_services import retention

    return retention()


@cache
def inquiry() -> "MailInquiry":
    """What became of mails."""
    from pawpop_monitoring.bootstrap.cleanup_services import mail_inquiry

    return mail_inquiry()


@cache
def sums() -> "DaySums":
    """The days."""
    from pawpop_monitoring.bootstrap.cleanup_services import day_sums

    return day_sums()


def run(delete_batch: Callable[[], Mapping[str, int]], time_is_left: Callable[[], bool]) -> dict[str, Any]:
    """Delete batch by batch until nothing is too old, time is up or the database fails: then the next run goes on."""
    deleted: Counter[str] = Counter()
    finished = False
    try:
        while not finished and time_is_left():
            batch = delete_batch()
            deleted.update(batch)
            finished = not any(batch.values())
    except StoreUnavailableError as error:
        # An outage has an alert of its own; the next run goes on.
        return {"deleted": dict(deleted), "finished": False, "reason": str(error)}
    return {"deleted": dict(deleted), "finished": finished}


def ask_after_mails(inquiry: "Callable[[], MailInquiry]") -> Mapping[str, object]:
    """Whatever becomes of it, what is too old is deleted."""
    try:
        return inquiry().run()
    except Exception:
        logger.exception("what became of mails could not be asked")
        return {}


def sum_up_days(sums: "Callable[[], DaySums]", now: datetime) -> int | None:
    """Keep the days of rows that are soon too old, in Postgres and beside it; how many, or None if that failed.

    It is made up for tomorrow: rows are kept for weeks after their day was first summed.
    """
    try:
        return sums().run(now)
    except Exception:
        logger.exception("days could not be summed up")
        return None


@hang_up_afterwards
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(_event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """A daily schedule."""
    mails = ask_after_mails(inquiry)
    days = sum_up_days(sums, system_clock())
    report = run(services().delete_batch, lambda: context.get_remaining_time_in_millis() > _RESERVE_MILLISECONDS)
    logger.info("deleted what is too old", **report)
    return {**report, "mails": mails, "days": days}

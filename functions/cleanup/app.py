"""Deletes what is too old, once a day: resolved alerts and health metrics after 30 days, usage and events after 90."""

from collections import Counter
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.bootstrap.cleanup_services import retention
from pawpop_monitoring.bootstrap.database import hang_up_afterwards
from pawpop_monitoring.domain.errors import StoreUnavailableError

logger = Logger()
services = cache(retention)

# Enough to finish the batch that has begun.
_RESERVE_MILLISECONDS = 25_000


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


@hang_up_afterwards
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(_event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """A daily schedule."""
    report = run(services().delete_batch, lambda: context.get_remaining_time_in_millis() > _RESERVE_MILLISECONDS)
    logger.info("deleted what is too old", **report)
    return report

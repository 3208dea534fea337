"""Reminds and escalates, ends acknowledgements that ran out, and sums up after silences."""

from functools import cache
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger

from pawpop_monitoring.bootstrap.database import hang_up_afterwards
from pawpop_monitoring.domain.clock import Clock, system_clock

if TYPE_CHECKING:
    from pawpop_monitoring.alerting.apply.escalator import Timekeeper

logger = Logger()


@cache
def services() -> "Timekeeper":
    """The escalator of this Lambda environment."""
    from pawpop_monitoring.bootstrap.alerting import AlertingSettings, build_alerting
    from pawpop_monitoring.bootstrap.clients import load_settings

    return build_alerting(load_settings(AlertingSettings)).escalator


def run(escalator: "Timekeeper", clock: Clock) -> dict[str, Any]:
    """One look at all open alerts; the number of them is the answer of a manual invocation."""
    return {"openAlerts": escalator.run(clock())}


@hang_up_afterwards
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(_event: dict[str, Any], _context: object) -> dict[str, Any]:
    """EventBridge schedule."""
    return run(services(), system_clock)

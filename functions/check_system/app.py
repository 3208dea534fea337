"""Observes the monitor itself, on a schedule, and gives a sign of life to the outside."""

from functools import cache
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger

import pawpop_monitoring.bootstrap.system_check  # noqa: F401  every run takes it
from pawpop_monitoring.bootstrap.checks import check_runner
from pawpop_monitoring.bootstrap.database import hang_up_afterwards
from pawpop_monitoring.bootstrap.heartbeat_client import heartbeat
from pawpop_monitoring.domain.service import SYSTEM

if TYPE_CHECKING:
    from pawpop_monitoring.checks.runner import CheckRunner
    from pawpop_monitoring.checks.system.heartbeat import Heartbeat

logger = Logger()
runner = cache(check_runner)
sign_of_life = cache(heartbeat)


def run(services: "CheckRunner", sign_of_life: "Heartbeat") -> dict[str, Any]:
    """Check once; the observation's outline is the answer of a manual invocation."""
    try:
        outline = services.run_on_schedule(SYSTEM)
    except Exception:
        sign_of_life.failed()
        raise
    sign_of_life.succeeded()
    return outline.model_dump(mode="json")


@hang_up_afterwards
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(_event: dict[str, Any], _context: object) -> dict[str, Any]:
    """EventBridge schedule."""
    return run(runner(), sign_of_life())

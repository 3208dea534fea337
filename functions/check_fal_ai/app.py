"""Observes fal.ai and what was tracked of it, on a schedule."""

from functools import cache
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger

from pawpop_monitoring.bootstrap.database import hang_up_afterwards
from pawpop_monitoring.domain.service import FAL_AI

if TYPE_CHECKING:
    from pawpop_monitoring.checks.runner import CheckRunner

logger = Logger()


@cache
def runner() -> "CheckRunner":
    """Those of this Lambda environment."""
    from pawpop_monitoring.bootstrap.checks import check_runner

    return check_runner()


def run(services: "CheckRunner") -> dict[str, Any]:
    """Check once; the observation's outline is the answer of a manual invocation."""
    return services.run_on_schedule(FAL_AI).model_dump(mode="json")


@hang_up_afterwards
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(_event: dict[str, Any], _context: object) -> dict[str, Any]:
    """EventBridge schedule."""
    return run(runner())

"""Looks back once an hour: forecasts, what fills up, what is unusual, objectives."""

from functools import cache
from typing import TYPE_CHECKING, Any

from aws_lambda_powertools import Logger

from pawpop_monitoring.bootstrap.database import hang_up_afterwards

if TYPE_CHECKING:
    from pawpop_monitoring.checks.trends import TrendCheck

logger = Logger()


@cache
def check() -> "TrendCheck":
    """That of this Lambda environment."""
    from pawpop_monitoring.bootstrap.trends_check import trend_check

    return trend_check()


def run(services: "TrendCheck") -> dict[str, Any]:
    """Look back once; what was found is the answer of a manual invocation, nothing if the database was away."""
    found = services.run()
    return found.model_dump(mode="json") if found else {}


@hang_up_afterwards
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(_event: dict[str, Any], _context: object) -> dict[str, Any]:
    """EventBridge schedule."""
    return run(check())

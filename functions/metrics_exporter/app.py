"""Sends the present numbers to those who collect them, on a schedule."""

from typing import Any

from aws_lambda_powertools import Logger

from pawpop_monitoring.bootstrap.database import hang_up_afterwards
from pawpop_monitoring.bootstrap.metrics_exporter_services import ExporterServices, exporter_services

logger = Logger()
services = exporter_services


class ExportFailedError(Exception):
    """Lets the run count as failed, so that an alarm hears of what fails again and again."""


def run(services: ExporterServices) -> dict[str, Any]:
    """Tell all collectors once; ExportFailedError says who did not take it, after all were told."""
    failed = services.exporter.export(services.dashboard.look("24h"), services.clock())
    problems = {**services.problems, **failed}
    if problems:
        raise ExportFailedError("; ".join(f"{name}: {problem}" for name, problem in problems.items()))
    return {"told": [collector.name for collector in services.exporter.collectors]}


@hang_up_afterwards
@logger.inject_lambda_context(clear_state=True)
def lambda_handler(_event: dict[str, Any], _context: object) -> dict[str, Any]:
    """EventBridge schedule."""
    return run(services())

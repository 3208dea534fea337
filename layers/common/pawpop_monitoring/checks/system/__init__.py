"""The check of the monitor itself."""

from pawpop_monitoring.checks.system.check import SystemCheck
from pawpop_monitoring.checks.system.gather import Sources

__all__ = ["Sources", "SystemCheck"]

"""The fal.ai check: `gather` reads, `judge` decides what is broken, `FalCheck` reports."""

from pawpop_monitoring.checks.fal_ai.check import FalCheck
from pawpop_monitoring.checks.fal_ai.gather import Upstreams

__all__ = ["FalCheck", "Upstreams"]

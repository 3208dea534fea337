"""The forecast of a month's cost on simulated shops, against the month's own run rate."""

from tests.benchmarks.forecast.report import main

__all__ = ["main"]

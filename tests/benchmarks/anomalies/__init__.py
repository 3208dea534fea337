"""Anomalies in simulated months of shops: what is found, how soon, and how often nothing was."""

from tests.benchmarks.anomalies.report import main

__all__ = ["main"]

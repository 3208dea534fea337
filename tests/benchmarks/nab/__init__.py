"""The Numenta Anomaly Benchmark: the detector that ships, scored by the benchmark's own rules on all 58 files."""

from tests.benchmarks.nab.report import main

__all__ = ["main"]

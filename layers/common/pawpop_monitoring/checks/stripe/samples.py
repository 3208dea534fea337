"""When a sample is large enough to judge by."""

from enum import Enum

from pawpop_monitoring.domain.readings.stripe import Sample

MINIMUM_SAMPLE = 20
"""Fewer events or payments than this prove nothing."""

MINIMUM_FAILURES = 2
"""A single failure is an incident, not a rate."""


class Verdict(Enum):
    """What a rate says about its rule."""

    GOOD = "good"
    BAD = "bad"
    UNKNOWN = "unknown"


def judge_rate(window: Sample, newest: Sample, threshold: float) -> Verdict:
    """Whether the success rate of `window` is below `threshold` percent; on it is still good.

    On slow days `newest`, which reaches further back, can show that all is well, so that an alert of a busy
    day finds its end. It can't show the contrary: what it has failed may be long over.
    """
    sample = window if window.total >= MINIMUM_SAMPLE else newest
    rate = sample.success_rate
    if rate is None or sample.total < MINIMUM_SAMPLE:
        return Verdict.UNKNOWN
    if rate >= threshold or sample.failed < MINIMUM_FAILURES:
        return Verdict.GOOD
    return Verdict.BAD if sample is window else Verdict.UNKNOWN


def too_few(what: str, window: Sample) -> str:
    """Why nothing is known, for a person."""
    return f"{window.total} {what} in 24 h are too few to judge by; {MINIMUM_SAMPLE} are needed."

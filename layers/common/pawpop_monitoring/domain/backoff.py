"""How long to wait before the next attempt."""

import math

CAP_SECONDS = 300
"""Once the provider is back, nobody waits longer than this for their mail."""
LONGEST_SECONDS = 3600
"""Not even where only a person, or a new day's quota, can put it right."""


def delay_seconds(attempt: int, retry_after: float | None = None) -> int:
    """2, 4, 8, … up to `CAP_SECONDS` after attempt 1, 2, 3, …; longer if the provider asks for it, up to an hour.

    There is no jitter: at most two workers drain the queue, so no herd can form.
    """
    curve = min(1 << max(1, min(attempt, 10)), CAP_SECONDS)
    return max(curve, math.ceil(capped(retry_after, LONGEST_SECONDS)))


def capped(seconds: float | None, longest: float) -> float:
    """What somebody else asks for, between 0 and `longest`; 0 for what is no number."""
    if seconds is None or math.isnan(seconds):
        return 0.0
    return max(0.0, min(seconds, longest))

"""How long to wait before the next attempt."""

import math

CAP_SECONDS = 300
"""Once the provider is back, nobody waits longer than this for their mail."""


def delay_seconds(attempt: int, retry_after: float | None = None) -> int:
    """2, 4, 8, … up to `CAP_SECONDS` after attempt 1, 2, 3, …; longer if the provider asks for it.

    There is no jitter: at most two workers drain the queue, so no herd can form.
    """
    curve = min(1 << min(attempt, 10), CAP_SECONDS)
    return max(curve, math.ceil(retry_after or 0))

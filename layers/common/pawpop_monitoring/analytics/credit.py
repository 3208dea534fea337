"""For how many days a prepaid credit lasts at the pace of the last weeks."""

from collections.abc import Sequence
from itertools import accumulate

from pawpop_monitoring.analytics.daily_pace import FEWEST_DAYS, coming_days

_LONGEST = 365
"""Days that are looked ahead; credit expires after as many."""


def credit_days_left(balance: float, days: Sequence[float]) -> float | None:
    """Until `balance` is spent, in days; `days` are complete days' costs in the same unit, oldest first.

    None while there are too few of them, or if it lasts longer than a year.
    """
    if balance <= 0:
        return 0.0
    if len(days) < FEWEST_DAYS:
        return None
    spent = 0.0
    for day, total in enumerate(accumulate(coming_days(days, _LONGEST))):
        if total >= balance:
            return day + (balance - spent) / (total - spent)
        spent = total
    return None

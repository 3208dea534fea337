"""How a day's mails are kept from running out: reminders make room for what is new.

A free plan sends so many mails a day, each recipient counting as one. One critical alert that nobody takes on would use
them up by its reminders alone, and the next alert would have to wait for a new day.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Protocol

_PACE = ((0.4, timedelta(hours=1)), (0.7, timedelta(hours=4)), (0.9, timedelta(days=1)))
"""From this part of the day's mails on, an alert is reminded of this seldom."""


class Ledger(Protocol):
    """How many mails went out on a day; every method raises StoreUnavailableError if it is out of reach."""

    def spent(self) -> int:
        """Mails that were accepted today (UTC), each recipient counted."""
        ...


@dataclass(frozen=True, slots=True)
class Allowance:
    """`quota` mails a day; 0 if there is no limit."""

    ledger: Ledger
    quota: int

    def spares(self, told_at: datetime | None, due_at: datetime) -> bool:
        """True if a reminder that is due is left out, as the alert was last told of at `told_at`."""
        if not self.quota or told_at is None:
            return False
        share = self.ledger.spent() / self.quota
        paces = [pace for _, pace in takewhile(lambda step: step[0] <= share, _PACE)]
        return bool(paces) and due_at - told_at < paces[-1]

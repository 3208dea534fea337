"""How many, and how many of them failed."""

from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Counts:
    """`failed` of `total`; nonsense (negative, more failed than there are) is told by `make_sense`."""

    failed: int
    total: int

    @property
    def share(self) -> float:
        """Share that failed, 0 of nothing."""
        return self.failed / self.total if self.total else 0.0

    @property
    def make_sense(self) -> bool:
        """Whether such a thing can have been counted."""
        return 0 <= self.failed <= self.total

    def without(self, newer: Self) -> "Counts":
        """What is left of these when the newest of them are taken out."""
        return Counts(self.failed - newer.failed, self.total - newer.total)


NONE = Counts(0, 0)
"""Nothing was counted."""

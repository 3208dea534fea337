"""How bad a finding is."""

from enum import StrEnum


class Severity(StrEnum):
    """Severity of a finding or an alert, mildest first; `rank` orders them."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 (low) to 3 (critical)."""
        return list(Severity).index(self)

    def is_worse_than(self, other: "Severity") -> bool:
        """True if this severity ranks strictly above `other`."""
        return self.rank > other.rank

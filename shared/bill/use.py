"""How much of something is used in a month, and why."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Use:
    """So many of what `price` names in PRICES; `why` is the line of the bill that explains it."""

    price: str
    quantity: Decimal
    why: str

    @classmethod
    def of(cls, price: str, quantity: Decimal | int, why: str) -> "Use":
        """With a plain number."""
        return cls(price, Decimal(quantity), why)

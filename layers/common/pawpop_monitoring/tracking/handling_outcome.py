"""How a delivery ended."""

from typing import NamedTuple


class Outcome(NamedTuple):
    """`processing_time` is that of the shop's handler in ms, None where nobody knows it.

    `http_status` is what Stripe is to be answered; it sends again whatever is not 2xx.
    """

    status: str
    http_status: int
    processing_time: float | None = None
    error_message: str | None = None

    @property
    def succeeded(self) -> bool:
        """True if Stripe need not send it again."""
        return self.status == "success"


DELIVERED = Outcome("success", 200)
"""It arrived here; what the shop makes of it, its own tracking tells."""

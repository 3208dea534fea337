"""Why a delivery is not taken."""

from enum import StrEnum
from http import HTTPStatus

from pawpop_monitoring.domain.errors import InvalidRequestError


class Reason(StrEnum):
    """What was wrong with a delivery."""

    MISSING = "missing"
    MALFORMED = "malformed"
    STALE = "stale"
    MISMATCH = "mismatch"
    FORGED = "forged"
    LOOP = "loop"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"


COUNTED_REASONS = frozenset(
    {Reason.MISSING, Reason.MALFORMED, Reason.FORGED, Reason.STALE, Reason.MISMATCH, Reason.UNREADABLE}
)
"""A burst of these is a finding. `STALE` and `MISMATCH` may come from our own clock or secret, and `UNREADABLE` is
signed by Stripe; the others are anybody's, and say nothing of us."""

_SENTENCES = {
    Reason.MISSING: "Send Stripe's header Stripe-Signature; this address takes deliveries from Stripe only",
    Reason.MALFORMED: "The header Stripe-Signature must look like t=<seconds>,v1=<64 hexadecimal digits>",
    Reason.STALE: "The signature's time is more than 300 s away from now; check the sender's clock",
    Reason.MISMATCH: "The signature does not fit the body; check the signing secret of this webhook endpoint",
    Reason.FORGED: "The signature does not fit the body; check the signing secret of this webhook endpoint",
    Reason.LOOP: "This delivery was forwarded by this very function; set StripeForwardUrl to the shop's own handler",
    Reason.TOO_LARGE: "The body is larger than any event of Stripe",
    Reason.UNREADABLE: "The body is not an event of Stripe: it must be a JSON object with id and type",
}


class DeliveryRefusedError(InvalidRequestError):
    """The delivery is wrong, and would be if it came again."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(_SENTENCES[reason])
        self.reason = reason

    @property
    def status(self) -> HTTPStatus:
        """What to answer."""
        too_large = self.reason is Reason.TOO_LARGE
        return HTTPStatus.REQUEST_ENTITY_TOO_LARGE if too_large else HTTPStatus.BAD_REQUEST

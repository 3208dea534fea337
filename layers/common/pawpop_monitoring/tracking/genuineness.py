"""Whether a delivery whose signature does not fit may be Stripe's all the same, signed with another secret."""

from pawpop_monitoring.tracking.refusal import DeliveryRefusedError
from pawpop_monitoring.tracking.stripe_event import StripeEvent
from pawpop_monitoring.tracking.stripe_signature import SignatureHeader

_FEWEST_DIGITS = 8
"""Different ones in 64 hexadecimal digits: of a true signature there are fewer once in 10^15."""


def looks_genuine(header: SignatureHeader, body: bytes, now: float) -> bool:
    """A fresh signature that may be one, over what reads as an event: anybody can make that too, but few floods do."""
    try:
        header.check_time(now)
        event = StripeEvent.read(body)
    except DeliveryRefusedError:
        return False
    return event.id.startswith("evt_") and any(len(set(given)) >= _FEWEST_DIGITS for given in header.signatures)

"""Stripe's signature of a delivery, checked with the standard library: the SDK would cost half a second to import.

Stricter than the SDK, which takes deliveries from the future.
"""

import hashlib
import hmac
import re
from collections.abc import Iterable
from typing import NamedTuple

from pawpop_monitoring.tracking.refusal import DeliveryRefusedError, Reason

TOLERANCE_SECONDS = 300
"""How far a signature's time may be from ours, in either direction."""

_LONGEST_HEADER = 4096
_TIME = re.compile(r"[0-9]{1,12}")
_SIGNATURE = re.compile(r"[0-9a-f]{64}")


class SignatureHeader(NamedTuple):
    """`Stripe-Signature`, taken apart: seconds since the epoch, and a signature per secret that is active at Stripe."""

    timestamp: int
    signatures: tuple[str, ...]

    @classmethod
    def parse(cls, header: str | None) -> "SignatureHeader":
        """Read `t=<seconds>,v1=<hex>[,v1=<hex>…]`; other schemes, such as v0, are passed over."""
        if header is None:
            raise DeliveryRefusedError(Reason.MISSING)
        pairs = [item.strip().partition("=")[::2] for item in header[:_LONGEST_HEADER].split(",")]
        times = [value for name, value in pairs if name == "t" and _TIME.fullmatch(value)]
        signatures = tuple(value for name, value in pairs if name == "v1" and _SIGNATURE.fullmatch(value))
        if len(times) != 1 or not signatures:
            raise DeliveryRefusedError(Reason.MALFORMED)
        return cls(int(times[0]), signatures)

    def check_time(self, now: float) -> None:
        """Refuse a delivery that was recorded and is played back, or that a wrong clock has signed."""
        if abs(now - self.timestamp) > TOLERANCE_SECONDS:
            raise DeliveryRefusedError(Reason.STALE)

    def check_signature(self, body: bytes, secrets: Iterable[str]) -> None:
        """Refuse unless one of `secrets` has signed `body`; takes as long whichever fits. Blank ones never do."""
        signed = b"%d.%b" % (self.timestamp, body)
        expected = [
            hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest() for secret in secrets if secret.strip()
        ]
        matches = [hmac.compare_digest(ours, given) for ours in expected for given in self.signatures]
        if not any(matches):
            raise DeliveryRefusedError(Reason.MISMATCH)

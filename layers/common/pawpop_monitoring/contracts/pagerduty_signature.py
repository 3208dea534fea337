"""PagerDuty's signature of its webhooks, https://developer.pagerduty.com/docs/verifying-webhook-signatures.

Several stand in one header, one for each secret of the subscription. No moment is signed: what is old shows in the
event itself. Plain Python to the bottom.
"""

import hmac
from collections.abc import Iterable, Mapping
from hashlib import sha256

SIGNATURE = "x-pagerduty-signature"
_VERSION = "v1"


class BadPagerDutySignatureError(Exception):
    """Not signed by PagerDuty."""


def verify(headers: Mapping[str, str], body: bytes, secrets: Iterable[str]) -> None:
    """BadPagerDutySignatureError unless one of `secrets` made one of the signatures of the raw `body`.

    `headers` have lower-case names. Takes as long whichever secret fits, or none.
    """
    parts = (part.strip().partition("=") for part in headers.get(SIGNATURE, "").split(","))
    given = [value for version, _, value in parts if version == _VERSION and value]
    if not given:
        raise BadPagerDutySignatureError("The signature is missing.")
    expected = [_digest(secret, body) for secret in secrets if secret]
    fits = [hmac.compare_digest(one.encode(errors="replace"), other.encode()) for one in given for other in expected]
    if not any(fits):
        raise BadPagerDutySignatureError("The signature does not fit.")


def sign(secret: str, body: bytes) -> str:
    """One signature, as it stands in the header."""
    return f"{_VERSION}={_digest(secret, body)}"


def _digest(secret: str, body: bytes) -> str:
    return hmac.digest(secret.encode("utf-8", "surrogatepass"), body, sha256).hex()

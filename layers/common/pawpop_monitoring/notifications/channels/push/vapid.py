"""Who sends, as push services want to know it (RFC 8292, VAPID): one key pair for the installation."""

import base64
import binascii
import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pawpop_monitoring.domain.errors import ConfigurationError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

_KEY_BYTES = 32
_ORDER_OF_P256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""A private key is a number below this, and not 0."""
_SIGNATURE_BYTES = 32
_VALID_SECONDS = 12 * 3600
"""A day at most."""


def checked(setting: str) -> str:
    """The private key as it was written down; ConfigurationError if that is none."""
    text = setting.strip()
    try:
        key = unpacked(text)
        known = len(key) == _KEY_BYTES and 0 < int.from_bytes(key) < _ORDER_OF_P256
    except ValueError:
        known = False
    if not known:
        raise ConfigurationError("ChannelPush: give 32 random bytes in base64url, as `make deploy` makes them.")
    return text


def public_key_of(setting: str) -> str:
    """What a browser subscribes with, in base64url."""
    return packed(_point(_private(setting)))


def authorization(setting: str, endpoint: str, subject: str, now: float) -> str:
    """The header for a post to `endpoint`; `subject` is how to reach whoever sends, `now` seconds since 1970."""
    from cryptography.hazmat.primitives.asymmetric.ec import ECDSA  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature  # noqa: PLC0415
    from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415

    key, parts = _private(setting), urlsplit(endpoint)
    claims = {"aud": f"{parts.scheme}://{parts.netloc}", "exp": int(now) + _VALID_SECONDS, "sub": subject}
    signed = ".".join(packed(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
    both = decode_dss_signature(key.sign(signed.encode(), ECDSA(SHA256())))
    signature = b"".join(number.to_bytes(_SIGNATURE_BYTES) for number in both)
    return f"vapid t={signed}.{packed(signature)}, k={packed(_point(key))}"


def packed(content: bytes) -> str:
    """In base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def unpacked(text: str) -> bytes:
    """From base64url, with padding or without; ValueError for anything else."""
    padded = text.rstrip("=")
    try:
        return base64.b64decode(padded + "=" * (-len(padded) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from None


def _private(setting: str) -> "EllipticCurvePrivateKey":
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, derive_private_key  # noqa: PLC0415

    return derive_private_key(int.from_bytes(unpacked(setting)), SECP256R1())


def _point(key: "EllipticCurvePrivateKey") -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # noqa: PLC0415

    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

"""Encrypting for one device (RFC 8291 over RFC 8188, aes128gcm), so that no push service reads what is told."""

import os

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

_SALT_BYTES = 16
_RECORD_BYTES = 4096
_LAST_RECORD = b"\x02"


def encrypted(
    content: bytes,
    public_key: bytes,
    auth: bytes,
    *,
    sender: EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """One record with its header; ValueError if `public_key` is no point of P-256.

    `sender` and `salt` are new each time unless a test gives them.
    """
    receiver = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public_key)
    sender, salt = sender or generate_private_key(SECP256R1()), salt or os.urandom(_SALT_BYTES)
    own = sender.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    key = derived(auth, sender.exchange(ECDH(), receiver), b"WebPush: info\0" + public_key + own, 32)
    record = AESGCM(derived(salt, key, b"Content-Encoding: aes128gcm\0", 16)).encrypt(
        derived(salt, key, b"Content-Encoding: nonce\0", 12), content + _LAST_RECORD, None
    )
    return salt + _RECORD_BYTES.to_bytes(4) + bytes([len(own)]) + own + record


def derived(salt: bytes, key: bytes, info: bytes, length: int) -> bytes:
    """`length` bytes of HKDF with SHA-256."""
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=info).derive(key)


def is_point(public_key: bytes) -> bool:
    """Whether a browser may have made it."""
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public_key)
    except ValueError:
        return False
    return True

"""The signature of Standard Webhooks: ours on what a webhook gets, and Resend's, as Svix has it under names of its own.

Written out, since the library is not worth its import on a path that has to answer from cold. Plain Python to the
bottom.
"""

import base64
import hmac
from collections.abc import Iterable, Mapping
from hashlib import sha256

TOLERANCE_SECONDS = 300
"""Older, or further ahead, is a replay or a broken clock."""
_PREFIX = "whsec_"
_VERSION = "v1"


class BadSignatureError(Exception):
    """Not signed by who it says, or not now."""


def verify(headers: Mapping[str, str], body: bytes, secrets: Iterable[str], now: float) -> str:
    """The id of the message, the same for each repetition; BadSignatureError unless one of `secrets` signed it.

    `headers` have lower-case names; `now` is in seconds since the epoch.
    """
    message_id, moment, signatures = (_header(headers, name) for name in ("id", "timestamp", "signature"))
    if not (moment.isascii() and moment.isdecimal() and len(moment) < len("10000000000")):
        raise BadSignatureError("The time of the signature is no number of seconds.")
    if abs(now - int(moment)) > TOLERANCE_SECONDS:
        raise BadSignatureError("The signature is too old, or of the future.")
    signed = f"{message_id}.{moment}.".encode() + body
    given = [value for version, _, value in (part.partition(",") for part in signatures.split()) if version == _VERSION]
    expected = [_signature(key, signed) for key in map(_key, secrets) if key]
    matches = [hmac.compare_digest(one.encode(), other.encode()) for one in given for other in expected]
    if not any(matches):
        raise BadSignatureError("The signature does not fit.")
    return message_id


def sign(secret: str, message_id: str, moment: int, body: bytes) -> str:
    """The value of the signature's header."""
    return f"{_VERSION},{_signature(_key(secret), f'{message_id}.{moment}.'.encode() + body)}"


def _header(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(f"svix-{name}") or headers.get(f"webhook-{name}")
    if not value:
        raise BadSignatureError(f"The header svix-{name} is missing.")
    return value


def _key(secret: str) -> bytes:
    """Empty for what holds none, with which anybody could sign; its padding may be missing."""
    try:
        return base64.b64decode(secret.removeprefix(_PREFIX) + "==")
    except ValueError:
        return b""


def _signature(key: bytes, signed: bytes) -> str:
    return base64.b64encode(hmac.digest(key, signed, sha256)).decode()

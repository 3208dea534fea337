"""Slack's signature of what it tells an app: presses, and commands.

Written out, since the library is not worth its import on a path that has to answer from cold within three seconds.
Plain Python to the bottom.
"""

import hmac
from collections.abc import Iterable, Mapping
from hashlib import sha256

TOLERANCE_SECONDS = 300
"""Older, or further ahead, is a replay or a broken clock."""
SIGNATURE, MOMENT = "x-slack-signature", "x-slack-request-timestamp"
_VERSION = "v0"


class BadSlackSignatureError(Exception):
    """Not signed by Slack, or not now."""


def verify(headers: Mapping[str, str], body: bytes, secrets: Iterable[str], now: float) -> int:
    """When it was signed, in seconds; BadSlackSignatureError unless one of `secrets` signed the raw `body` just then.

    `headers` have lower-case names; `now` is in seconds since the epoch. Takes as long whichever secret fits, or none.
    """
    moment, given = headers.get(MOMENT, ""), headers.get(SIGNATURE, "")
    if not (moment.isascii() and moment.isdecimal() and len(moment) < len("10000000000")):
        raise BadSlackSignatureError("The time of the signature is missing, or no number of seconds.")
    if abs(now - int(moment)) > TOLERANCE_SECONDS:
        raise BadSlackSignatureError("The signature is too old, or of the future.")
    if not given.startswith(f"{_VERSION}="):
        raise BadSlackSignatureError("The signature is missing.")
    fits = [
        hmac.compare_digest(sign(secret, moment, body).encode(), given.encode(errors="replace")) for secret in secrets
    ]
    if not any(fits):
        raise BadSlackSignatureError("The signature does not fit.")
    return int(moment)


def sign(secret: str, moment: str, body: bytes) -> str:
    """The value of the signature's header."""
    signed = f"{_VERSION}:{moment}:".encode() + body
    return f"{_VERSION}={hmac.digest(secret.encode(), signed, sha256).hex()}"

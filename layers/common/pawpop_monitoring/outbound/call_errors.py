"""Why a call brought no answer, whichever library noticed it."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import httpx


class Kind(StrEnum):
    """What went wrong."""

    BAD_ADDRESS = "the address can't be read"
    NOT_PUBLIC = "the address is not public"
    UNSENDABLE = "a header has a form that can't be sent"
    NO_NAME = "the name can't be resolved"
    REFUSED = "the connection is refused"
    NO_ROUTE = "there is no way there"
    CERTIFICATE = "the certificate can't be verified"
    UNREACHABLE = "no connection is made"
    TOO_SLOW = "it took too long"
    BROKEN_OFF = "the answer breaks off"
    TOO_LARGE = "the answer is larger than anybody needs"
    ENCODING = "the answer is packed in a way that can't be read"


class CallError(Exception):
    """A call without an answer, or without all of it.

    `sent`: whether the other side may have seen the request; `status` what it had answered before it went wrong.
    """

    def __init__(self, kind: Kind, detail: str = "", *, sent: bool = True) -> None:
        super().__init__(f"{kind}: {detail}" if detail else kind.value)
        self.kind = kind
        self.sent = sent
        self.status: int | None = None


# The longest-lived wordings of the resolver, the sockets and OpenSSL, which tell apart what httpx does not.
_BY_TEXT: Mapping[str, Kind] = MappingProxyType(
    {
        "refused": Kind.REFUSED,
        "name or service not known": Kind.NO_NAME,
        "name resolution": Kind.NO_NAME,
        "nodename nor servname": Kind.NO_NAME,
        "no address associated": Kind.NO_NAME,
        "certificate": Kind.CERTIFICATE,
        "unreachable": Kind.NO_ROUTE,
        "no route": Kind.NO_ROUTE,
    }
)
_BY_TYPE: tuple[tuple[type[Exception], Kind], ...] = (
    (httpx.TimeoutException, Kind.TOO_SLOW),
    (TimeoutError, Kind.TOO_SLOW),
    (httpx.DecodingError, Kind.ENCODING),
    (httpx.InvalidURL, Kind.BAD_ADDRESS),
    (httpx.UnsupportedProtocol, Kind.BAD_ADDRESS),
    (httpx.LocalProtocolError, Kind.UNSENDABLE),
    (ValueError, Kind.UNSENDABLE),  # UnicodeError is one
)
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_NOT_TRIED = (Kind.BAD_ADDRESS, Kind.UNSENDABLE)


def call_error_of(error: Exception) -> CallError:
    """What an exception of httpx, or of making a request for it, means."""
    if isinstance(error, CallError):
        return error
    if isinstance(error, httpx.ConnectError):
        kind = _kind_of(str(error))
    else:
        kind = next((kind for types, kind in _BY_TYPE if isinstance(error, types)), Kind.BROKEN_OFF)
    # What can't be sent may be a key, which no log should hold.
    detail = type(error).__name__ if kind in _NOT_TRIED else f"{type(error).__name__} {error}".strip()
    return CallError(kind, detail, sent=not isinstance(error, _NEVER_SENT) and kind not in _NOT_TRIED)


def _kind_of(text: str) -> Kind:
    lowered = text.lower()
    return next((kind for part, kind in _BY_TEXT.items() if part in lowered), Kind.UNREACHABLE)

"""Addresses that somebody else wrote down, and that we are to post to."""

from collections.abc import Collection
from urllib.parse import urlsplit

from pawpop_monitoring.outbound.public import PublicOnly

_MAX_URL = 2000
_LOCAL, _LOOPBACK = "localhost", "127.0.0.1"


def is_web_address(url: str, without_tls: Collection[str]) -> bool:
    """Whether it is one of https, or of http at a host (or host:port) that may do `without_tls`."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    plain = parts.scheme == "http" and (host in without_tls or f"{host}:{port}" in without_tls)
    return bool(host) and url.isascii() and len(url) <= _MAX_URL and (parts.scheme == "https" or plain)


def is_inside(url: str, besides: Collection[str]) -> bool:
    """True if the address itself says that nobody outside reaches it, and `besides` does not name it.

    Most names say nothing of that; what they stand for is looked at whenever one of them is dialled.
    """
    parts = urlsplit(url)
    host, port = (parts.hostname or "").rstrip("."), parts.port or 443
    is_local = host == _LOCAL or host.endswith(f".{_LOCAL}")
    try:
        return not PublicOnly(besides)(host, _LOOPBACK if is_local else host, port)
    except ValueError:
        return False

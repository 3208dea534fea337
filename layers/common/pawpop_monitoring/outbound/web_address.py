"""Addresses that somebody else wrote down, and that we are to post to."""

from collections.abc import Collection
from urllib.parse import urlsplit

_MAX_URL = 2000


def is_web_address(url: str, without_tls: Collection[str]) -> bool:
    """Whether it is one of https, or of http at a host (or host:port) that may do `without_tls`."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    plain = parts.scheme == "http" and (host in without_tls or f"{host}:{port}" in without_tls)
    return bool(host) and url.isascii() and len(url) <= _MAX_URL and (parts.scheme == "https" or plain)

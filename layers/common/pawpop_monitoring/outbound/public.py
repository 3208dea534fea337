"""Whether an address may be dialled that somebody from outside has chosen, such as the target of a webhook."""

from collections.abc import Collection
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_TRANSLATED = IPv6Network("64:ff9b::/96")
"""An IPv4 address behind a translator (RFC 6052)."""


@dataclass(frozen=True, slots=True)
class PublicOnly:
    """Admits public addresses, and whatever the names `besides` stand for (`host` or `host:port`).

    Asked after a name was resolved, so that a name that stands for another address by then is no way around it.
    """

    besides: Collection[str] = ()

    def __call__(self, host: str, address: str, port: int) -> bool:
        """True if a connection may be made."""
        return host in self.besides or f"{host}:{port}" in self.besides or is_public(address)


def is_public(address: str) -> bool:
    """True for an address that everybody could reach: not private, loopback, link-local, shared or multicast.

    An IPv6 address that holds one of IPv4 is as public as that.
    """
    known = ip_address(address.partition("%")[0])
    return _is_global(known) and all(map(_is_global, _within(known)))


def _is_global(address: IPv4Address | IPv6Address) -> bool:
    return address.is_global and not address.is_multicast


def _within(address: IPv4Address | IPv6Address) -> list[IPv4Address]:
    if isinstance(address, IPv4Address):
        return []
    translated = IPv4Address(int(address) & 0xFFFFFFFF) if address in _TRANSLATED else None
    held = (address.ipv4_mapped, address.sixtofour, translated, *(address.teredo or ()))
    return [each for each in held if each is not None]

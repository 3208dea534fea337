"""Mail addresses as people type them: what is one, and what is none."""

import re
from dataclasses import dataclass
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.utils import parseaddr

from pawpop_monitoring.domain.text import clean, one_line

_MAX_ADDRESS = 254
_MAX_LOCAL = 64
_LONGEST_NAME = 40
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)", re.IGNORECASE)
_TOP = re.compile(r"[a-z]{2,63}|xn--[a-z0-9-]{1,59}", re.IGNORECASE)
_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_PIECE = re.compile(r'(?:"(?:\\.|[^"\\])*"|<[^<>]*>|[^,;\n"]|"(?=[^"]*$))+')
"""Up to a comma, semicolon or line break that stands in no quotes."""

_TURNED_INTO_OTHERS = frozenset("ßẞς\u200c\u200d")
"""Of which Python's older IDNA makes other letters, and so the domain of somebody else; `xn--` names it for sure."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """What a list holds: `good` ones, each once, and `bad` ones as they were typed."""

    good: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()


def parse_addresses(text: str) -> Addresses:
    """Addresses apart by comma, semicolon or line; `"Doe, Jane" <jane@example.com>` is one.

    Hidden characters that come along where text is copied from a page are none of an address.
    """
    pieces = [piece.strip() for piece in _PIECE.findall(clean(text))]
    read = [(piece, parse_address(piece)) for piece in pieces if piece]
    good = {spec_of(address).casefold(): address for _, address in reversed(read) if address is not None}
    return Addresses(tuple(good.values())[::-1], tuple(piece for piece, address in read if address is None))


def parse_address(text: str) -> str | None:
    """The address in the form that providers and mail servers take; None if it is none."""
    name, spec = parseaddr(text, strict=True)
    local, _, domain = spec.rpartition("@")
    # The parser joins what stands apart, to the address of somebody else: "jane@example.com pany".
    known = _domain(domain) if spec in text else None
    if known is None or not _ATOM.fullmatch(local) or len(local) > _MAX_LOCAL or len(f"{local}@{known}") > _MAX_ADDRESS:
        return None
    try:
        return str(Address(" ".join(name.split()), addr_spec=f"{local}@{known}"))
    except (ValueError, HeaderParseError):
        return None


def spec_of(address: str) -> str:
    """`jane@example.com` of `"Doe, Jane" <jane@example.com>`."""
    return parseaddr(address)[1]


def person_of(address: str) -> str:
    """How a person is called in a sentence: `Jane Doe` of `Jane Doe <jane@example.com>`, `jane` of the bare address."""
    name, spec = parseaddr(address)
    called = " ".join((name or spec.partition("@")[0]).replace("|", " ").replace(",", " ").split())
    return one_line(called, _LONGEST_NAME)


def _domain(text: str) -> str | None:
    """A host name with at least two labels, in ASCII."""
    if _TURNED_INTO_OTHERS.intersection(text):
        return None
    try:
        domain = text if text.isascii() else text.encode("idna").decode()
    except UnicodeError:
        return None
    labels = domain.split(".")
    if len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)) or not _TOP.fullmatch(labels[-1]):  # noqa: PLR2004
        return None
    return domain

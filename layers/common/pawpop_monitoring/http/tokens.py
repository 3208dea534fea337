"""Bearer tokens and what they may do. Plain Python, since the authorizer stands before every call."""

import hashlib
import hmac
import json
import logging
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from pawpop_monitoring.domain.errors import ConfigurationError


class Scope(StrEnum):
    """What a token is for."""

    ADMIN = "admin"
    READ = "read"
    TRACK = "track"


GRANTS: Mapping[Scope, frozenset[Scope]] = {
    Scope.ADMIN: frozenset(Scope),
    Scope.READ: frozenset({Scope.READ}),
    Scope.TRACK: frozenset({Scope.TRACK}),
}
"""An admin token may do everything; the others only their own."""

_MARK_LENGTH = 8
_EXPECTED_FORM = 'The secret of the API tokens must be JSON: {"admin": "…", "read": "…", "track": "…"}'


_logger = logging.getLogger(__name__)
_NAMED = re.compile(r"(?P<name>[^,:]+):sha256:(?P<digest>[0-9a-f]{64})")


class Owner(NamedTuple):
    """Whose token it is, and what it may do; a token that bears no name is called by its scope."""

    scope: Scope
    name: str


def named_entry(name: str, token: str) -> str:
    """What the secret holds of a token with a name: not the token, so that nobody learns it from there."""
    return f"{name}:sha256:{_digest(token)}"


def name_in(entry: str) -> str | None:
    """The name in an entry of the secret; None for a bare token."""
    found = _NAMED.fullmatch(entry)
    return found["name"] if found else None


def mark_of(authorization: str | None) -> str:
    """Eight hexadecimal digits that tell one token from another and give nothing of it away."""
    token = (authorization or "").strip().partition(" ")[2].strip()
    return hashlib.sha256(token.encode()).hexdigest()[:_MARK_LENGTH]


@dataclass(frozen=True, slots=True)
class TokenBook:
    """The tokens that are valid now; several per scope, so that one can be changed without a gap."""

    tokens: Mapping[Scope, tuple[str, ...]]

    @classmethod
    def from_secret(cls, secret: str) -> "TokenBook":
        """Read `{"admin": "…,…", "read": "…", "track": "…"}`; a list may stand for commas.

        An entry is a token, or a name with the digest of its token, see `named_entry`. A token of two scopes is
        refused: nobody knows which was meant, and the others go on.
        """
        try:
            return cls(_told_apart({Scope(scope): _tokens(given) for scope, given in json.loads(secret).items()}))
        except (ValueError, TypeError, AttributeError, RecursionError):
            raise ConfigurationError(_EXPECTED_FORM) from None

    def scope_of(self, authorization: str | None) -> Scope | None:
        """The scope of an `Authorization` header, in constant time; None if missing, malformed or unknown."""
        owner = self.owner_of(authorization)
        return owner.scope if owner else None

    def owner_of(self, authorization: str | None) -> Owner | None:
        """The same with the name of the token."""
        kind, _, given = (authorization or "").strip().partition(" ")
        if kind.lower() != "bearer":
            return None
        found = None
        for scope, entries in self.tokens.items():
            for entry in entries:
                if _opens(entry, given.strip()):
                    found = Owner(scope, name_in(entry) or scope.value)
        return found

    def allows(self, authorization: str | None, wanted: Scope) -> bool:
        """True if the header carries a token that may do `wanted`."""
        scope = self.scope_of(authorization)
        return scope is not None and wanted in GRANTS[scope]


def _told_apart(tokens: Mapping[Scope, tuple[str, ...]]) -> Mapping[Scope, tuple[str, ...]]:
    """Without those that stand in two scopes."""
    times = Counter(digest for entries in tokens.values() for digest in set(map(_digest_in, entries)))
    own = {scope: tuple(each for each in entries if times[_digest_in(each)] == 1) for scope, entries in tokens.items()}
    if shared := [scope for scope, entries in tokens.items() if own[scope] != entries]:
        _logger.warning("One token stands in %s and opens nothing: give each scope its own", " and ".join(shared))
    return own


def _digest_in(entry: str) -> str:
    named = _NAMED.fullmatch(entry)
    return named["digest"] if named else _digest(entry)


def _opens(entry: str, token: str) -> bool:
    """In constant time; the text of a named entry itself opens nothing."""
    named = _NAMED.fullmatch(entry)
    known, given = (named["digest"], _digest(token)) if named else (entry, token)
    return hmac.compare_digest(known.encode(), given.encode())


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _tokens(given: object) -> tuple[str, ...]:
    parts = given.split(",") if isinstance(given, str) else given
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise TypeError("neither text nor a list of texts")
    return tuple(part.strip() for part in parts if part.strip())

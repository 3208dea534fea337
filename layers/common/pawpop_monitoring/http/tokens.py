"""Bearer tokens and what they may do. Plain Python, since the authorizer stands before every call."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

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
        """Read `{"admin": "…,…", "read": "…", "track": "…"}`; a list may stand for commas."""
        try:
            return cls({Scope(scope): _tokens(given) for scope, given in json.loads(secret).items()})
        except (ValueError, TypeError, AttributeError, RecursionError):
            raise ConfigurationError(_EXPECTED_FORM) from None

    def scope_of(self, authorization: str | None) -> Scope | None:
        """The scope of an `Authorization` header, in constant time; None if missing, malformed or unknown."""
        kind, _, given = (authorization or "").strip().partition(" ")
        if kind.lower() != "bearer":
            return None
        found = None
        for scope, tokens in self.tokens.items():
            for token in tokens:
                if hmac.compare_digest(token.encode(), given.strip().encode()):
                    found = scope
        return found

    def allows(self, authorization: str | None, wanted: Scope) -> bool:
        """True if the header carries a token that may do `wanted`."""
        scope = self.scope_of(authorization)
        return scope is not None and wanted in GRANTS[scope]


def _tokens(given: object) -> tuple[str, ...]:
    parts = given.split(",") if isinstance(given, str) else given
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise TypeError("neither text nor a list of texts")
    return tuple(part.strip() for part in parts if part.strip())

"""Turns a bearer token into the routes that it may call."""

import os
from typing import Any

from pawpop_monitoring.bootstrap.clients import renewed_secret
from pawpop_monitoring.http.iam_policy import policy_of
from pawpop_monitoring.http.tokens import TokenBook, mark_of

_GUESSERS_PATIENCE_SECONDS = 60.0
_REVOKED_AFTER_SECONDS = 300.0
"""A token that was taken away is not taken for longer; out of reach of the secret store, for as long as that lasts."""


class UnauthorizedError(Exception):
    """Without a token that is known."""

    def __init__(self) -> None:
        super().__init__("Unauthorized")  # API Gateway knows only these exact words


def run(tokens: TokenBook, event: dict[str, Any]) -> dict[str, Any]:
    """The policy of the token in `event`; Exception("Unauthorized") is what API Gateway turns into a 401."""
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    authorization = headers.get("authorization")
    owner = tokens.owner_of(authorization)
    if owner is None:
        raise UnauthorizedError
    return policy_of(owner.scope, event["methodArn"], mark_of(authorization), owner.name)


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """API Gateway REQUEST authorizer."""
    secret_id = os.environ["API_TOKENS_SECRET_ID"]
    try:
        return run(TokenBook.from_secret(renewed_secret(secret_id, _REVOKED_AFTER_SECONDS)), event)
    except UnauthorizedError:
        # A token that was just set. Anybody may send a wrong one, so that this is not asked more often.
        return run(TokenBook.from_secret(renewed_secret(secret_id, _GUESSERS_PATIENCE_SECONDS)), event)

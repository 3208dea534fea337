"""Turns a bearer token into the routes that it may call."""

import os
from typing import Any

from pawpop_monitoring.bootstrap.clients import renewed_secret, secret
from pawpop_monitoring.http.iam_policy import policy_of
from pawpop_monitoring.http.tokens import TokenBook, mark_of

_GUESSERS_PATIENCE_SECONDS = 60.0


class UnauthorizedError(Exception):
    """Without a token that is known."""

    def __init__(self) -> None:
        super().__init__("Unauthorized")  # API Gateway knows only these exact words


def run(tokens: TokenBook, event: dict[str, Any]) -> dict[str, Any]:
    """The policy of the token in `event`; Exception("Unauthorized") is what API Gateway turns into a 401."""
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    authorization = headers.get("authorization")
    scope = tokens.scope_of(authorization)
    if scope is None:
        raise UnauthorizedError
    return policy_of(scope, event["methodArn"], mark_of(authorization))


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """API Gateway REQUEST authorizer."""
    secret_id = os.environ["API_TOKENS_SECRET_ID"]
    try:
        return run(TokenBook.from_secret(secret(secret_id)), event)
    except UnauthorizedError:
        # A token that was just set. Anybody may send a wrong one, so that this is not asked more often.
        return run(TokenBook.from_secret(renewed_secret(secret_id, _GUESSERS_PATIENCE_SECONDS)), event)

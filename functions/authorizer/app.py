"""Turns a bearer token into the routes that it may call."""

from typing import Any

from pawpop_monitoring.bootstrap.clients import load_settings, secret
from pawpop_monitoring.http.iam_policy import policy_of
from pawpop_monitoring.http.tokens import TokenBook, mark_of
from pawpop_monitoring.settings import Settings


class AuthorizerSettings(Settings):
    """Environment of this function."""

    api_tokens_secret_id: str


def run(tokens: TokenBook, event: dict[str, Any]) -> dict[str, Any]:
    """The policy of the token in `event`; Exception("Unauthorized") is what API Gateway turns into a 401."""
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    authorization = headers.get("authorization")
    scope = tokens.scope_of(authorization)
    if scope is None:
        raise Exception("Unauthorized")  # noqa: TRY002  API Gateway knows only these exact words
    return policy_of(scope, event["methodArn"], mark_of(authorization))


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """API Gateway REQUEST authorizer."""
    settings = load_settings(AuthorizerSettings)
    return run(TokenBook.from_secret(secret(settings.api_tokens_secret_id)), event)

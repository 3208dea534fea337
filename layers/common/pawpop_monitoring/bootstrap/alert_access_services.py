"""Wiring of who may read one alert without the authorizer."""

from pawpop_monitoring.bootstrap.clients import load_settings, renewed_secret, secret
from pawpop_monitoring.domain.clock import system_clock
from pawpop_monitoring.http.alert_access import AlertAccess
from pawpop_monitoring.http.tokens import Scope, TokenBook
from pawpop_monitoring.settings import Settings

_GUESSERS_PATIENCE_SECONDS = 60.0


class AccessSettings(Settings):
    """Environment of a function that looks at tokens and links itself."""

    api_tokens_secret_id: str
    link_secret_id: str


def alert_access() -> AlertAccess:
    """The door of this Lambda environment."""
    settings = load_settings(AccessSettings)

    def scope_of(authorization: str) -> Scope | None:
        known = TokenBook.from_secret(renewed_secret(settings.api_tokens_secret_id, 300.0)).scope_of(authorization)
        # A token that was just set, as in the authorizer.
        return known or TokenBook.from_secret(
            renewed_secret(settings.api_tokens_secret_id, _GUESSERS_PATIENCE_SECONDS)
        ).scope_of(authorization)

    return AlertAccess(scope_of=scope_of, key=lambda: secret(settings.link_secret_id), clock=system_clock)

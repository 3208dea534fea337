"""Secrets with which others sign what they send us; several while one is rotated, never none."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pawpop_monitoring.aws.lean_clients import cached_secret
from pawpop_monitoring.aws.secret import CachedSecret
from pawpop_monitoring.domain.errors import ConfigurationError, SecretMissingError

_FORGERS_PATIENCE_SECONDS = 60.0
"""Anybody may send a wrong signature; so often they make us ask for the secret."""


class SigningSecrets(NamedTuple):
    """Those in the secret, separated by commas; `unset` is what a person reads who has given none."""

    secret: CachedSecret
    unset: str

    def kept(self) -> Sequence[str]:
        """Up to an hour old; ConfigurationError without any."""
        return secrets_in(self.secret, self.unset)

    def renewed(self) -> Sequence[str]:
        """Those that are set by now."""
        return secrets_in(lambda: self.secret.renewed(_FORGERS_PATIENCE_SECONDS), self.unset)


def signing_secrets(secret_id: str, unset: str) -> SigningSecrets:
    """Those of the parameter with that name."""
    return SigningSecrets(cached_secret(secret_id), unset)


def secrets_in(read: Callable[[], str], unset: str) -> Sequence[str]:
    """See `SigningSecrets`."""
    try:
        secrets = [part.strip() for part in read().split(",") if part.strip()]
    except SecretMissingError:
        secrets = []
    if not secrets:
        raise ConfigurationError(unset)
    return secrets

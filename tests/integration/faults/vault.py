"""Where secrets are kept. Each function starts cold: what was read once helps none of the others."""

from dataclasses import dataclass, field

from pawpop_monitoring.aws.secret import KeptSecrets
from pawpop_monitoring.domain.errors import SecretUnavailableError


@dataclass
class Vault:
    """A SecretSource; `refused` counts who asked in vain."""

    secrets: dict[str, str] = field(default_factory=dict)
    away: bool = False
    refused: int = 0

    def read(self, secret_id: str) -> str:
        if self.away:
            self.refused += 1
            raise SecretUnavailableError("The secrets can't be read: ConnectTimeoutError.")
        return self.secrets[secret_id]

    def get(self, secret_id: str) -> str:
        """As a fresh Lambda environment reads it."""
        return KeptSecrets(self).get(secret_id)

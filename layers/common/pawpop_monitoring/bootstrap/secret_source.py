"""Where the functions that have boto3 anyway read secrets."""

from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from pawpop_monitoring.domain.errors import SecretUnavailableError

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.parameters import SSMProvider

_BUSY = frozenset({"InternalServerError", "RequestLimitExceeded", "ServiceUnavailable", "ThrottlingException"})
"""What the store answers while it is in trouble itself, whichever secret it is asked for."""


class ParameterStore:
    """Implements SecretSource with Powertools, over boto3, which most functions need anyway.

    `making` is held while a client is made, which boto3 can't do in two threads at once.
    """

    def __init__(self, making: Lock) -> None:
        self._making = making

    def read(self, secret_id: str) -> str:
        """Each parameter is asked for once, within 6 s."""
        from pawpop_monitoring.aws.parameter_store import secret_of

        return secret_of(secret_id, partial(self._value, self._provider()))

    def _value(self, provider: "SSMProvider", name: str) -> str | None:
        from aws_lambda_powertools.utilities.parameters.exceptions import GetParameterError
        from botocore.exceptions import BotoCoreError, ClientError

        from pawpop_monitoring.aws.parameter_store import MISSING

        try:
            # What it keeps by itself is not asked for: how long is the matter of KeptSecrets.
            return str(provider.get(name, decrypt=True, force_fetch=True))
        except GetParameterError as error:
            cause = error.__cause__ or error.__context__
            refused = cause.response.get("Error", {}).get("Code", "") if isinstance(cause, ClientError) else ""
            if refused == MISSING:
                return None
            reason = f"The secret store can't be asked: {refused or type(cause).__name__}."
            away = isinstance(cause, BotoCoreError) or refused in _BUSY
            raise SecretUnavailableError(reason, store_away=away) from None

    def _provider(self) -> "SSMProvider":
        """One that asks once: what is known must be used before the caller's own time is over."""
        import boto3
        from aws_lambda_powertools.utilities.parameters import SSMProvider
        from botocore.config import Config

        config = Config(connect_timeout=2, read_timeout=4, retries={"total_max_attempts": 1})
        with self._making:
            return SSMProvider(boto3_client=boto3.client("ssm", config=config))

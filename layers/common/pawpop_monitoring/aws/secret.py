"""One secret of Secrets Manager, kept for a while."""

import time
from collections.abc import Callable

from pawpop_monitoring.aws.json_service import AwsCallError, AwsService


class CachedSecret:
    """The text of a secret, asked for when it is first needed and again once it is `max_age` seconds old.

    `monotonic` answers seconds. While Secrets Manager can't be asked, the text that is known goes on being used.
    """

    def __init__(
        self,
        service: AwsService,
        secret_id: str,
        *,
        max_age: float,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._service = service
        self._secret_id = secret_id
        self._max_age = max_age
        self._monotonic = monotonic
        self._known: tuple[float, str] | None = None

    def __call__(self) -> str:
        """The text; AwsCallError if it was never known and can't be asked for."""
        now = self._monotonic()
        if self._known is None or now - self._known[0] >= self._max_age:
            self._known = (now, self._ask())
        return self._known[1]

    def _ask(self) -> str:
        try:
            answer = self._service.call("secretsmanager.GetSecretValue", {"SecretId": self._secret_id})
        except AwsCallError:
            if self._known is None:
                raise
            return self._known[1]
        return str(answer.get("SecretString", ""))

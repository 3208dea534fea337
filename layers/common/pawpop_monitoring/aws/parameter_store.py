"""Secrets in SSM Parameter Store: which parameters make up one, and how the lean functions read them."""

import json
from collections.abc import Callable

from pawpop_monitoring.aws.json_service import AwsCallError, AwsService
from pawpop_monitoring.domain.errors import SecretMissingError, SecretUnavailableError

MISSING = "ParameterNotFound"
"""What the service calls a parameter that is not there."""


def secret_of(secret_id: str, value_of: Callable[[str], str | None]) -> str:
    """The secret `secret_id`, which names one parameter, or several with commas between them; each is asked for alone.

    Of one: its value, or SecretMissingError. Of several: a JSON object of those that are set, by the last part of
    their names. Not in one question: Powertools answers to that the same for "not set" and for "out of order".
    """
    names = secret_id.split(",")
    found = {name: value for name in names if (value := value_of(name)) is not None}
    if len(names) > 1:
        return json.dumps({name.rpartition("/")[2]: value for name, value in found.items()})
    if not found:
        raise SecretMissingError(secret_id)
    return found[secret_id]


class ParameterStore:
    """Implements SecretSource over the standard library alone."""

    def __init__(self, service: AwsService) -> None:
        self._service = service

    def read(self, secret_id: str) -> str:
        """See `AwsService` for how long it takes."""
        return secret_of(secret_id, self._value)

    def _value(self, name: str) -> str | None:
        try:
            answer = self._service.call("AmazonSSM.GetParameter", {"Name": name, "WithDecryption": True})
        except AwsCallError as error:
            if error.answered and MISSING in str(error):
                return None
            reason = f"The secret store can't be asked: {error}."
            raise SecretUnavailableError(reason, store_away=not error.answered) from None
        return str(answer.get("Parameter", {}).get("Value", ""))

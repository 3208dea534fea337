"""One AWS service that speaks JSON over POST, through a connection that is kept between invocations."""

import json
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pawpop_monitoring.aws.signature_v4 import Credentials, Signer
from pawpop_monitoring.domain.clock import Clock, system_clock

if TYPE_CHECKING:
    from http.client import HTTPConnection

_ATTEMPTS = 3
_PAUSE_SECONDS = 0.05
_TIMEOUT_SECONDS = 3.0


class AwsCallError(Exception):
    """The service refused the call or can't be reached; says which service and why, and no secret.

    `answered`: it was reached, and says no to this very call.
    """

    def __init__(self, message: str, *, answered: bool = False) -> None:
        super().__init__(message)
        self.answered = answered


class AwsService:
    """Calls a service at `endpoint`, for example https://sqs.eu-central-1.amazonaws.com. Not for several threads.

    Repeats what failed on the way or on the service's side, so only for calls that may happen twice.
    `json_version` is that of the protocol: 1.0 for SQS, 1.1 for Parameter Store. `timeout` is seconds for each step.
    """

    def __init__(
        self,
        signer: Signer,
        endpoint: str,
        credentials: Callable[[], Credentials],
        *,
        json_version: str,
        clock: Clock = system_clock,
        attempts: int = _ATTEMPTS,
        timeout: float = _TIMEOUT_SECONDS,
    ) -> None:
        self._signer = signer
        self._address = urlsplit(endpoint)
        self._credentials = credentials
        self._content_type = f"application/x-amz-json-{json_version}"
        self._clock = clock
        self._attempts = attempts
        self._timeout = timeout
        self._connection: HTTPConnection | None = None

    def call(self, target: str, payload: Mapping[str, Any]) -> dict[str, Any]:
        """The answer to `payload`; AwsCallError after all attempts, or at once for a request that is wrong."""
        from http.client import HTTPException  # noqa: PLC0415  a third of what the lean functions import

        body = json.dumps(payload).encode()
        problem, answered = "", False
        for attempt in range(self._attempts):
            time.sleep(_PAUSE_SECONDS * attempt)
            try:
                status, answer = self._post(target, body)
            except (OSError, HTTPException) as error:
                self.close()
                problem, answered = type(error).__name__, False
                continue
            if status == HTTPStatus.OK:
                return answer
            problem = f"{status} {answer.get('__type', '')}"
            answered = status < HTTPStatus.INTERNAL_SERVER_ERROR and "Thrott" not in problem
            if answered:
                break
        raise AwsCallError(f"{self._signer.service} {target}: {problem}", answered=answered)

    def close(self) -> None:
        """Drop the connection; the next call makes another."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _post(self, target: str, body: bytes) -> tuple[int, dict[str, Any]]:
        headers = {"host": self._address.netloc, "content-type": self._content_type, "x-amz-target": target}
        connection = self._connected()
        signed = self._signer.headers(headers, body, self._credentials(), self._clock())
        connection.request("POST", "/", body, signed)
        response = connection.getresponse()
        return response.status, _parsed(response.read())

    def _connected(self) -> "HTTPConnection":
        if self._connection is None:
            from http.client import HTTPConnection, HTTPSConnection  # noqa: PLC0415

            kind = HTTPSConnection if self._address.scheme == "https" else HTTPConnection
            self._connection = kind(self._address.netloc, timeout=self._timeout)
        return self._connection


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(content or b"{}")
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}

"""Clients, built on first use and once per Lambda environment; a function imports only what its path uses."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

from pawpop_monitoring.aws.secret import KeptSecrets
from pawpop_monitoring.bootstrap.secret_source import ParameterStore
from pawpop_monitoring.domain.errors import SecretMissingError, SecretUnavailableError

if TYPE_CHECKING:
    from pawpop_monitoring.messaging.put_aside import Aside
    from pawpop_monitoring.messaging.queue import Queue
    from pawpop_monitoring.settings import Settings

_one_at_a_time = Lock()
"""Checks ask from several threads, and boto3 can't make the first client in two of them at once."""


def load_settings[S: "Settings"](model: type[S]) -> S:
    """The settings of this function, or a ConfigurationError that names what is wrong."""
    return model.load(os.environ)


def require_settings(*models: "type[Settings]") -> None:
    """Check all settings of this function before the first is used, so that all errors are told at once."""
    from pawpop_monitoring.settings import require

    require(os.environ, *models)


@cache
def aws(service: str) -> Any:
    """The boto3 client of an AWS service, with short time-outs."""
    import boto3
    from botocore.config import Config

    config = Config(connect_timeout=2, read_timeout=4, retries={"total_max_attempts": 3, "mode": "standard"})
    with _one_at_a_time:
        return cast("Any", boto3).client(service, config=config)  # the stubs want the name to be a literal


@cache
def impatient_dynamodb() -> Any:
    """The client of readers that have Postgres as well: what is asked beside it must not make them late."""
    return _quick_dynamodb(read_timeout=1)


@cache
def hurried_dynamodb() -> Any:
    """The client of those who judge and tell also without it: all that they do has to end within their 28 s.

    They call several times, so a service that hangs is given up after two calls: 9 s.
    """
    from pawpop_monitoring.aws.fail_fast import FailFast

    return FailFast(_quick_dynamodb(read_timeout=2))


def _quick_dynamodb(read_timeout: int) -> Any:
    import boto3
    from botocore.config import Config

    config = Config(connect_timeout=1, read_timeout=read_timeout, retries={"total_max_attempts": 2, "mode": "standard"})
    with _one_at_a_time:
        return boto3.client("dynamodb", config=config)


def secret(secret_id: str) -> str:
    """The text of a secret; SecretUnavailableError if it was never read and can't be read now."""
    return _secrets().get(secret_id)


def renewed_secret(secret_id: str, older_than: float = 0.0) -> str:
    """The text of a secret as it is now, for when the kept one is refused, unless that is younger (seconds)."""
    return _secrets().renewed(secret_id, older_than)


def is_set(secret_id: str) -> bool:
    """Whether there is such a secret; True if that can't be told now, so that whoever uses it says why."""
    try:
        secret(secret_id)
    except SecretMissingError:
        return False
    except SecretUnavailableError:
        return True
    return True


@dataclass(frozen=True, slots=True)
class Secret[T]:
    """What `read` makes of the text of a secret: implements domain.renewable.Renewable."""

    secret_id: str
    read: Callable[[str], T]

    def __call__(self) -> T:
        """See `secret`."""
        return self.read(secret(self.secret_id))

    def renewed(self) -> T:
        """See `renewed_secret`."""
        return self.read(renewed_secret(self.secret_id))


def secret_text(secret_id: str) -> Secret[str]:
    """The text itself, as a callable."""
    return Secret(secret_id, str)


@cache
def _secrets() -> KeptSecrets:
    return KeptSecrets(ParameterStore(_one_at_a_time))


def queue(url: str) -> "Queue":
    """The queue at `url`."""
    from pawpop_monitoring.messaging.queue import Queue

    return Queue(url=url, client=lambda: aws("sqs"))


def aside(dead_letter_queue_url: str = "") -> "Aside":
    """Where to tell of what a queue will never take; without that queue it is counted and logged alone."""
    from pawpop_monitoring.messaging.put_aside import Aside

    notes = queue(dead_letter_queue_url) if dead_letter_queue_url else None
    return Aside(notes, os.environ.get("POWERTOOLS_SERVICE_NAME", "pawpop-monitoring"))

"""Clients, built on first use and once per Lambda environment; a function imports only what its path uses."""

import os
from functools import cache
from threading import Lock
from typing import Any, cast

from pawpop_monitoring.messaging.queue import Queue
from pawpop_monitoring.settings import Settings, require

SECRET_MAX_AGE_SECONDS = 300
"""How long a changed secret may go unnoticed."""

_one_at_a_time = Lock()
"""Checks ask from several threads, and boto3 can't make the first client in two of them at once."""


def load_settings[S: Settings](model: type[S]) -> S:
    """The settings of this function, or a ConfigurationError that names what is wrong."""
    return model.load(os.environ)


def require_settings(*models: type[Settings]) -> None:
    """Check all settings of this function before the first is used, so that all errors are told at once."""
    require(os.environ, *models)


@cache
def aws(service: str) -> Any:
    """The boto3 client of an AWS service, with short time-outs."""
    import boto3  # noqa: PLC0415  half a second of import that not every path pays
    from botocore.config import Config  # noqa: PLC0415

    config = Config(connect_timeout=2, read_timeout=4, retries={"total_max_attempts": 3, "mode": "standard"})
    with _one_at_a_time:
        return cast("Any", boto3).client(service, config=config)  # the stubs want the name to be a literal


@cache
def impatient_dynamodb() -> Any:
    """The client of readers that have Postgres as well: what is asked beside it must not make them late."""
    import boto3  # noqa: PLC0415  half a second of import that not every path pays
    from botocore.config import Config  # noqa: PLC0415

    config = Config(connect_timeout=1, read_timeout=1, retries={"total_max_attempts": 2, "mode": "standard"})
    with _one_at_a_time:
        return boto3.client("dynamodb", config=config)


def secret(secret_id: str) -> str:
    """The text of a secret, kept for five minutes."""
    from aws_lambda_powertools.utilities import parameters  # noqa: PLC0415  imports boto3

    with _one_at_a_time:
        return str(parameters.get_secret(secret_id, max_age=SECRET_MAX_AGE_SECONDS))


def renewed_secret(secret_id: str) -> str:
    """The text of a secret as it is now, for when the kept one is rejected."""
    from aws_lambda_powertools.utilities import parameters  # noqa: PLC0415  imports boto3

    with _one_at_a_time:
        return str(parameters.get_secret(secret_id, max_age=SECRET_MAX_AGE_SECONDS, force_fetch=True))


def queue(url: str) -> Queue:
    """The queue at `url`."""
    return Queue(url=url, client=lambda: aws("sqs"))

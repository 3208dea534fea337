"""The services of this Lambda environment, found through the environment variables that Lambda sets."""

import os
from urllib.parse import urlsplit

from pawpop_monitoring.aws.json_service import AwsService
from pawpop_monitoring.aws.lean_queue import SqsSender
from pawpop_monitoring.aws.parameter_store import ParameterStore
from pawpop_monitoring.aws.secret import CachedSecret
from pawpop_monitoring.aws.signature_v4 import Credentials, Signer

_CHINA = "cn-"


def sender(queue_url: str) -> SqsSender:
    """The queue at `queue_url`."""
    return SqsSender(service("sqs", json_version="1.0"), queue_url)


def cached_secret(secret_id: str) -> CachedSecret:
    """The secret, asked for again when it is an hour old."""
    return CachedSecret(ParameterStore(service("ssm", json_version="1.1", attempts=2, timeout=2.0)), secret_id)


def service(name: str, *, json_version: str, attempts: int = 3, timeout: float = 3.0) -> AwsService:
    """The AWS service of that name, for example `dynamodb`."""
    region = os.environ["AWS_REGION"]
    return AwsService(
        Signer(name, region),
        _endpoint(name, region),
        lambda: Credentials.of_environment(os.environ),
        json_version=json_version,
        attempts=attempts,
        timeout=timeout,
    )


def _endpoint(name: str, region: str) -> str:
    """The service's own address, or the emulator's that AWS_ENDPOINT_URL names as it does for the AWS SDKs."""
    chosen = urlsplit(os.environ.get("AWS_ENDPOINT_URL", ""))
    if chosen.netloc:
        return f"{chosen.scheme}://{chosen.netloc}"
    suffix = "amazonaws.com.cn" if region.startswith(_CHINA) else "amazonaws.com"
    return f"https://{name}.{region}.{suffix}"

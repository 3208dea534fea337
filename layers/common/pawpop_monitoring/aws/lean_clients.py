"""The services of this Lambda environment, found through the environment variables that Lambda sets."""

import os
from urllib.parse import urlsplit

from pawpop_monitoring.aws.json_service import AwsService
from pawpop_monitoring.aws.lean_queue import SqsSender
from pawpop_monitoring.aws.secret import CachedSecret
from pawpop_monitoring.aws.signature_v4 import Credentials, Signer

_CHINA = "cn-"


def sender(queue_url: str) -> SqsSender:
    """The queue at `queue_url`."""
    return SqsSender(_service("sqs", json_version="1.0"), queue_url)


def cached_secret(secret_id: str, max_age: float) -> CachedSecret:
    """The secret, asked for again after `max_age` seconds."""
    return CachedSecret(_service("secretsmanager", json_version="1.1"), secret_id, max_age=max_age)


def _service(name: str, *, json_version: str) -> AwsService:
    region = os.environ["AWS_REGION"]
    return AwsService(
        Signer(name, region),
        _endpoint(name, region),
        lambda: Credentials.of_environment(os.environ),
        json_version=json_version,
    )


def _endpoint(name: str, region: str) -> str:
    """The service's own address, or the emulator's that AWS_ENDPOINT_URL names as it does for the AWS SDKs."""
    chosen = urlsplit(os.environ.get("AWS_ENDPOINT_URL", ""))
    if chosen.netloc:
        return f"{chosen.scheme}://{chosen.netloc}"
    suffix = "amazonaws.com.cn" if region.startswith(_CHINA) else "amazonaws.com"
    return f"https://{name}.{region}.{suffix}"

"""The AWS calls over the standard library: signed as the SDK signs, repeated when that may help."""

from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import botocore.auth
import pytest
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as SdkCredentials

from pawpop_monitoring.aws.json_service import AwsCallError, AwsService
from pawpop_monitoring.aws.lean_queue import SqsSender
from pawpop_monitoring.aws.parameter_store import ParameterStore
from pawpop_monitoring.aws.secret import CachedSecret
from pawpop_monitoring.aws.signature_v4 import Credentials, Signer

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
HEADERS = {
    "host": "sqs.eu-central-1.amazonaws.com",
    "content-type": "application/x-amz-json-1.0",
    "x-amz-target": "AmazonSQS.SendMessageBatch",
}


@pytest.mark.parametrize("token", ["", "session-token/+="])
def test_requests_are_signed_as_botocore_signs_them(token: str) -> None:
    body = '{"a": "ü"}'.encode()
    request = AWSRequest("POST", f"https://{HEADERS['host']}/", headers=HEADERS, data=body)
    sdk = botocore.auth.SigV4Auth(SdkCredentials("AKID", "secret", token or None), "sqs", "eu-central-1")
    with patch("botocore.auth.get_current_datetime", return_value=NOW.replace(tzinfo=None)):
        sdk.add_auth(request)

    ours = Signer("sqs", "eu-central-1").headers(HEADERS, body, Credentials("AKID", "secret", token), NOW)

    assert ours["authorization"] == request.headers["Authorization"]


class Calls:
    """An AwsService that answers from a list."""

    def __init__(self, *answers: dict[str, Any] | AwsCallError) -> None:
        self.answers = list(answers)
        self.targets: list[str] = []

    def call(self, target: str, _payload: object) -> dict[str, Any]:
        self.targets.append(target)
        answer = self.answers.pop(0)
        if isinstance(answer, AwsCallError):
            raise answer
        return answer


def test_a_part_that_sqs_refuses_is_a_failure() -> None:
    calls: Any = Calls({"Successful": [{}], "Failed": [{"Code": "InternalError"}]})

    with pytest.raises(AwsCallError, match="InternalError"):
        SqsSender(calls, "queue").send(["a", "b"])


def test_a_secret_is_kept_and_asked_for_again_in_time() -> None:
    clock = iter([0.0, 299.0, 300.0])
    calls: Any = Calls({"Parameter": {"Value": "old"}}, {"Parameter": {"Value": "new"}})
    secret = CachedSecret(ParameterStore(calls), "id", max_age=300, monotonic=lambda: next(clock))

    assert [secret(), secret(), secret()] == ["old", "old", "new"]


def test_while_parameter_store_is_down_the_known_secret_is_used() -> None:
    clock = iter([0.0, 400.0])
    calls: Any = Calls({"Parameter": {"Value": "known"}}, AwsCallError("down"))
    secret = CachedSecret(ParameterStore(calls), "id", max_age=300, monotonic=lambda: next(clock))

    assert [secret(), secret()] == ["known", "known"]


def test_a_service_that_can_not_be_reached_is_an_error_of_ours() -> None:
    signer, credentials = Signer("sqs", "us-east-1"), Credentials("AKID", "secret")
    service = AwsService(signer, "http://127.0.0.1:9", lambda: credentials, json_version="1.0")

    with pytest.raises(AwsCallError, match="ConnectionRefusedError"):
        service.call("AmazonSQS.SendMessageBatch", {})

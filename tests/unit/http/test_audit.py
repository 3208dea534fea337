"""Every change leaves a line that says who did what."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent

from pawpop_monitoring.domain.errors import RequestTooLargeError
from pawpop_monitoring.http.audit import AUDIT, record_change
from pawpop_monitoring.http.errors import answer_to
from pawpop_monitoring.http.policy import policy_of
from pawpop_monitoring.http.tokens import Scope, mark_of

type Captured = pytest.CaptureFixture[str]
TOKEN = "Bearer a-very-secret-token"


def _event() -> APIGatewayProxyEvent:
    arn = "arn:aws:execute-api:us-east-1:123456789012:abc/prod/PATCH/api/monitoring/alerts"
    context = policy_of(Scope.ADMIN, arn, mark_of(TOKEN))["context"]
    return APIGatewayProxyEvent(
        {
            "requestContext": {
                "requestId": "request-1",
                "identity": {"sourceIp": "192.0.2.7"},
                "authorizer": {"principalId": "admin", **context},
            }
        }
    )


@pytest.fixture
def lines(capsys: Captured) -> Callable[[], list[dict[str, Any]]]:
    """What was logged as JSON."""
    return lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]


def test_a_change_is_written_down_with_who_and_what(lines: Callable[[], list[dict[str, Any]]]) -> None:
    from aws_lambda_powertools import Logger  # noqa: PLC0415  takes hold of the captured output

    Logger(service="service_undefined")
    record_change(_event(), "resolve", "alert_1")
    (line,) = [line for line in lines() if line["message"] == AUDIT]
    assert (line["action"], line["target"], line["by"]) == ("resolve", "alert_1", "admin")
    assert (line["source_ip"], line["request_id"], line["token"]) == ("192.0.2.7", "request-1", mark_of(TOKEN))


def test_a_mark_tells_tokens_apart_and_gives_nothing_away() -> None:
    assert mark_of(TOKEN) != mark_of("Bearer another-token")
    assert len(mark_of(TOKEN)) == 8
    assert "secret" not in mark_of(TOKEN)


def test_what_is_too_large_is_a_413() -> None:
    assert answer_to(RequestTooLargeError("too much")).status_code == 413

"""Every change leaves a line that says who did what."""

import pytest
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent

from pawpop_monitoring.domain.errors import RequestTooLargeError
from pawpop_monitoring.http.audit import AUDIT, record_change
from pawpop_monitoring.http.error_map import answer_to
from pawpop_monitoring.http.iam_policy import policy_of
from pawpop_monitoring.http.tokens import Scope, mark_of

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


def test_a_change_is_written_down_with_who_and_what(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"):
        record_change(_event(), "resolve", "alert_1")
    (line,) = (vars(record) for record in caplog.records if record.message == AUDIT)
    assert (line["action"], line["target"], line["by"]) == ("resolve", "alert_1", "admin")
    assert (line["source_ip"], line["request_id"], line["token"]) == ("192.0.2.7", "request-1", mark_of(TOKEN))


def test_a_mark_tells_tokens_apart_and_gives_nothing_away() -> None:
    assert mark_of(TOKEN) != mark_of("Bearer another-token")
    assert len(mark_of(TOKEN)) == 8
    assert "secret" not in mark_of(TOKEN)


def test_what_is_too_large_is_a_413() -> None:
    assert answer_to(RequestTooLargeError("too much")).status_code == 413

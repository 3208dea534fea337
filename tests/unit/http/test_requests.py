"""What is wrong with a request becomes one sentence that names the field."""

import json

import pytest
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent

from pawpop_monitoring.contracts.alert_requests import CreateAlertRequest, ListAlertsQuery
from pawpop_monitoring.contracts.tracking_requests import FalUsageRequest
from pawpop_monitoring.domain.errors import InvalidRequestError
from pawpop_monitoring.http.requests import parse_body, parse_query

VALID = {"service": "stripe", "severity": "high", "message": "Checkout fails"}


def _event(body: str | None) -> APIGatewayProxyEvent:
    return APIGatewayProxyEvent({"body": body, "isBase64Encoded": False})


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (None, "Missing required fields: service, severity, message"),
        ("{}", "Missing required fields: service, severity, message"),
        (json.dumps({"service": "stripe", "severity": "low"}), "Missing required fields: message"),
        ("{", "not valid JSON"),
        ("[]", "must be a JSON object"),
        (json.dumps(VALID | {"colour": "red"}), "Unknown field: colour"),
        (json.dumps(VALID | {"severity": "urgent"}), "'low', 'medium', 'high' or 'critical'"),
        (json.dumps(VALID | {"message": 7}), "message: Input should be a valid string"),
        (json.dumps(VALID | {"message": "  "}), "message: "),
        (json.dumps(VALID | {"details": "none"}), "details: "),
    ],
)
def test_a_bad_body_is_explained(body: str | None, sentence: str) -> None:
    with pytest.raises(InvalidRequestError) as raised:
        parse_body(_event(body), CreateAlertRequest)
    assert sentence in str(raised.value)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"requestId": "x" * 256}, "requestId: must have at most 255 characters, not 256"),
        ({"requestId": ""}, "requestId: must have at least 1 character"),
        ({"at": "2026-11-23T12:00:00"}, "at: must name its time zone, such as 2026-11-23T12:00:00Z"),
    ],
)
def test_a_field_is_explained_in_words_of_people(fields: dict[str, str], sentence: str) -> None:
    usage = {"endpoint": "fal-ai/veo3", "requestId": "r", "status": "success", "responseTime": 1}
    with pytest.raises(InvalidRequestError) as raised:
        parse_body(_event(json.dumps(usage | fields)), FalUsageRequest)
    assert str(raised.value) == sentence


def test_a_good_body_is_read() -> None:
    assert parse_body(_event(json.dumps(VALID)), CreateAlertRequest).severity == "high"


def test_a_body_that_is_no_text_is_explained() -> None:
    event = APIGatewayProxyEvent({"body": "/w==", "isBase64Encoded": True})
    with pytest.raises(InvalidRequestError, match="UTF-8"):
        parse_body(event, CreateAlertRequest)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "ten"}, "limit"),
        ({"resolved": "maybe"}, "resolved"),
        ({"x": "1"}, "x"),
    ],
)
def test_a_bad_query_is_explained(query: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidRequestError, match=field):
        parse_query(APIGatewayProxyEvent({"queryStringParameters": query}), ListAlertsQuery)


def test_no_query_means_the_defaults() -> None:
    query = parse_query(APIGatewayProxyEvent({"queryStringParameters": None}), ListAlertsQuery)
    assert (query.resolved, query.limit, query.cursor) == ("false", 50, None)

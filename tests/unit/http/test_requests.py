"""What is wrong with a request becomes one sentence that names the field."""

import json

import pytest
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent

from pawpop_monitoring.contracts.alert_requests import CreateAlertRequest, ListAlertsQuery
from pawpop_monitoring.contracts.board_models import SaveBoardRequest
from pawpop_monitoring.contracts.device_requests import AddDeviceRequest
from pawpop_monitoring.contracts.incident_requests import PublishIncidentRequest
from pawpop_monitoring.contracts.series_models import SeriesQuery
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


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"impact": "Down"}, "impact: Input should be 'degraded' or 'outage'"),
        ({"components": ["shop"] * 9}, "components: must have at most 8 items, not 9"),
    ],
)
def test_no_sentence_speaks_python(changed: dict[str, object], sentence: str) -> None:
    with pytest.raises(InvalidRequestError) as raised:
        parse_body(_event(json.dumps({"title": "T", "text": "X"} | changed)), PublishIncidentRequest)
    assert str(raised.value) == sentence


@pytest.mark.parametrize(
    ("panels", "sentence"),
    [
        (
            [{"service": "stripe", "metric": "m", "kind": "pie"}],
            "panels.0.kind: Input should be 'line', 'bars' or 'number'",
        ),
        ([], "panels: must have at least 1 item"),
    ],
)
def test_a_list_of_which_each_item_is_refused_is_not_called_too_short(panels: object, sentence: str) -> None:
    with pytest.raises(InvalidRequestError) as raised:
        parse_body(_event(json.dumps({"title": "T", "panels": panels})), SaveBoardRequest)
    assert str(raised.value) == sentence


def test_keys_of_a_device_are_asked_for_as_browsers_have_them() -> None:
    """It asked for p256Dh."""
    with pytest.raises(InvalidRequestError, match=r"keys\.p256dh, keys\.auth"):
        parse_body(_event(json.dumps({"name": "n", "endpoint": "https://x.y", "keys": {}})), AddDeviceRequest)


@pytest.mark.parametrize(
    ("since", "told"),
    [
        ("2026-11-20T00:00:00 01:00", "2026-11-20T00:00:00+01:00"),  # a + that nobody escaped
        ("2026-11-20T00:00 0100", "2026-11-20T00:00:00+01:00"),
        ("2026-11-20T00:00:00Z", "2026-11-20T00:00:00+00:00"),
    ],
)
def test_a_time_in_a_query_is_read(since: str, told: str) -> None:
    asked = APIGatewayProxyEvent({"queryStringParameters": {"service": "stripe", "metric": "m", "since": since}})
    read = parse_query(asked, SeriesQuery).since
    assert read is not None
    assert read.isoformat() == told


@pytest.mark.parametrize("since", ["yesterday", "24h", "", "2026-11-20T24:00:00Z", "2026-11-20T00:00:00 x"])
def test_what_is_no_time_is_told_what_one_is(since: str) -> None:
    asked = APIGatewayProxyEvent({"queryStringParameters": {"service": "stripe", "metric": "m", "since": since}})
    with pytest.raises(InvalidRequestError) as raised:
        parse_query(asked, SeriesQuery)
    assert str(raised.value) == "since: must be a time in ISO 8601, such as 2026-11-23T12:00:00Z"


def test_no_details_may_be_said_as_null() -> None:
    """What JSON.stringify makes of them where there are none; the alert was refused."""
    assert parse_body(_event(json.dumps(VALID | {"details": None})), CreateAlertRequest).details == {}


def test_a_name_of_another_form_is_explained_without_a_pattern() -> None:
    asked = APIGatewayProxyEvent({"queryStringParameters": {"service": "Supabase"}})
    with pytest.raises(InvalidRequestError, match="service: must be the name of a service, such as supabase or fal-ai"):
        parse_query(asked, ListAlertsQuery)


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


def test_two_values_of_one_query_parameter_are_refused() -> None:
    """The last alone would be looked for: a list without the critical alerts."""
    both = {"severity": ["critical", "low"]}
    event = APIGatewayProxyEvent(
        {"queryStringParameters": {"severity": "low"}, "multiValueQueryStringParameters": both}
    )
    with pytest.raises(InvalidRequestError, match="severity: give one value only"):
        parse_query(event, ListAlertsQuery)


def test_one_value_given_twice_is_one() -> None:
    event = APIGatewayProxyEvent(
        {"queryStringParameters": {"limit": "5"}, "multiValueQueryStringParameters": {"limit": ["5", "5"]}}
    )
    assert parse_query(event, ListAlertsQuery).limit == 5

"""What callers send may hold any text: it is taken, clean, and no batch is lost for one of its items."""

import json
from typing import Any

import pytest
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEvent

from functions.create_alert.app import run as create
from functions.track_fal_usage.app import run as track
from pawpop_monitoring.bootstrap.api_services import AlertWriter
from pawpop_monitoring.bootstrap.tracking_services import TrackingServices
from pawpop_monitoring.contracts.alert_requests import CreateAlertRequest
from pawpop_monitoring.contracts.silence_requests import CreateSilenceRequest
from pawpop_monitoring.contracts.tracking_requests import FalUsageRequest
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.errors import InvalidRequestError
from pawpop_monitoring.http.batches import parse_items
from pawpop_monitoring.http.requests import parse_body
from pawpop_monitoring.messaging.queue import Queue
from tests.factories import NOW
from tests.unit.alerting.world import World

VALID = {"service": "printify", "severity": "high", "message": "log line"}
CALL = {"endpoint": "fal-ai/flux", "requestId": "r", "status": "error", "responseTime": 1.0}


def _event(body: str) -> APIGatewayProxyEvent:
    return APIGatewayProxyEvent({"body": body, "isBase64Encoded": False})


def _created(body: str) -> Alert:
    world = World()
    services = AlertWriter(world.commands, ("printify",), lambda: NOW)
    create(services, parse_body(_event(body), CreateAlertRequest))
    (message,) = world.queue.messages
    return message.alert.to_alert()


@pytest.mark.parametrize("text", ["\uffff", "\ufffe", "\0", "\ud83d", "\x9b", "\U0010ffff"])
@pytest.mark.parametrize("field", ["message", "details"])
@pytest.mark.parametrize("escaped", [True, False])
def test_an_alert_of_any_text_is_raised(text: str, field: str, escaped: bool) -> None:
    dirty = f"log {text} line"
    value = dirty if field == "message" else {f"key {text}": [dirty, {"deep": dirty}]}
    alert = _created(json.dumps(VALID | {field: value}, ensure_ascii=escaped))
    if field == "message":
        assert alert.message == "log \ufffd line"
    else:
        assert alert.details == {"key \ufffd": ["log \ufffd line", {"deep": "log \ufffd line"}]}


@pytest.mark.parametrize("length", [500, 501, 30_000])
def test_a_message_of_any_length_is_told_and_is_whole_among_the_details(length: int) -> None:
    whole = "é" * length
    alert = _created(json.dumps(VALID | {"message": whole, "details": {"order": 7}}))
    assert alert.details["order"] == 7
    if length == 500:
        assert (alert.message, "fullMessage" in alert.details) == (whole, False)
    else:
        assert (alert.message, alert.details["fullMessage"]) == ("é" * 499 + "…", whole)


@pytest.mark.parametrize("service", ["strpe", "no_such service!", "Printify", ""])
def test_whoever_names_no_service_is_told_those_that_there_are(service: str) -> None:
    with pytest.raises(InvalidRequestError, match="service: must be one of printify"):
        _created(json.dumps(VALID | {"service": service}))


def test_two_long_messages_that_begin_alike_are_two_alerts() -> None:
    first, second = (_created(json.dumps(VALID | {"message": "x" * 600 + end})) for end in "ab")
    assert first.fingerprint != second.fingerprint


def test_details_of_a_quarter_megabyte_still_fit_into_a_queue() -> None:
    alert = _created(json.dumps(VALID | {"details": {f"key{n}": "x" * 2500 for n in range(100)}}))
    assert len(json.dumps(dict(alert.details))) < 70_000


@pytest.mark.parametrize("odd", ["[" * 50_000 + "]" * 50_000, '{"a":' * 300 + "1" + "}" * 300, "9" * 5000, "-1e999"])
def test_an_alert_with_odd_details_is_raised_with_all_that_is_beside_them(odd: str) -> None:
    alert = _created(json.dumps(VALID | {"details": {"order": 7, "odd": "?"}}).replace('"?"', odd))
    assert alert.details["order"] == 7
    assert "odd" in alert.details


def test_a_file_that_begins_with_a_byte_order_mark_is_read() -> None:
    body = json.dumps(VALID)
    assert _created("\ufeff" + body).message == _created(body).message
    assert len(parse_items(_event("\ufeff" + json.dumps(CALL)), FalUsageRequest)) == 1


def test_a_batch_is_not_lost_for_the_depth_of_one_item() -> None:
    deep = json.dumps({"items": [CALL, CALL | {"requestId": "?"}]}).replace('"?"', "[" * 20_000 + "]" * 20_000)
    items = parse_items(_event(deep), FalUsageRequest)
    assert (len(items), [item.index for item in items.rejected]) == (1, [1])


def test_a_batch_is_not_lost_for_the_text_of_one_item() -> None:
    items = [CALL | {"requestId": f"r{n}", "errorMessage": text} for n, text in enumerate(["ok", "\uffff", "\ud83d"])]
    sent: list[str] = []
    body = json.dumps({"items": items})
    track(TrackingServices(sent.extend, lambda: NOW), parse_items(_event(body), FalUsageRequest))
    assert [json.loads(record)["errorMessage"] for record in sent] == ["ok", "\ufffd", "\ufffd"]


def test_the_body_of_a_request_may_itself_hold_half_a_character() -> None:
    assert _created('{"service":"printify","severity":"low","message":"a \ud800 b"}').message == "a \ufffd b"


def test_a_reason_that_is_too_long_is_cut() -> None:
    request = parse_body(_event(json.dumps({"minutes": 5, "reason": "r" * 900})), CreateSilenceRequest)
    assert request.reason == "r" * 499 + "…"


class StrictSqs:
    """Refuses what SQS refuses: characters that XML 1.0 does not know."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    def send_message_batch(self, QueueUrl: str, Entries: list[dict[str, str]]) -> dict[str, Any]:  # noqa: ARG002, N803
        bad = [entry for entry in Entries if set(entry["MessageBody"]) & set("\ufffe\uffff\x0b\x01")]
        self.taken += [entry["MessageBody"] for entry in Entries if entry not in bad]
        return {"Failed": [{"Id": entry["Id"], "Code": "InvalidMessageContents"} for entry in bad]}


def test_what_an_older_release_left_behind_is_sent_on_all_the_same() -> None:
    sqs = StrictSqs()
    Queue("url", lambda: sqs).send(['{"channel":"\uffff"}', "plain"])
    assert sqs.taken == ['{"channel":"\ufffd"}', "plain"]

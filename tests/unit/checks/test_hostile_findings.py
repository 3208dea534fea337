"""Whatever a provider or a database put into a finding, it can be stored, queued and mailed."""

import json

import pytest

from pawpop_monitoring.contracts.records import RECORD_ADAPTER, HealthMetricRecord
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.storage.alert_rows import alert_of, parameters_of
from tests.factories import make_alert, make_finding, make_observation
from tests.unit.alerting.world import World

DIRTY = [
    pytest.param("\ud800 hi", id="surrogate"),
    pytest.param("\uffff", id="noncharacter"),
    pytest.param("\0", id="nul"),
    pytest.param("T" * 1_100_000, id="megabyte"),
]


@pytest.mark.parametrize("text", DIRTY)
def test_an_observation_becomes_a_record(text: str) -> None:
    seen = make_observation(details={"problems": [text], "notes": [[text]] * 1000}, response_time=float("inf"))
    body = HealthMetricRecord.of(seen).model_dump_json()
    assert RECORD_ADAPTER.validate_json(body)
    assert len(body.encode()) < 100_000


@pytest.mark.parametrize("text", DIRTY)
def test_a_finding_becomes_a_message(text: str) -> None:
    world = World()
    world.check(
        make_finding(
            rule="unreachable",
            message=f"asks for payment: {text}",
            evidence={"types": [text], "reason": text},
            target=text,
        )
    )
    (message,) = world.queue.messages
    body = message.model_dump_json()
    assert len(body.encode()) < 30_000
    assert not set(body) & set("\uffff\0")


def test_numbers_that_are_none_are_left_out() -> None:
    assert make_finding(value=float("inf"), threshold=float("nan"), unit="USD").details == {"unit": "USD"}


def test_evidence_is_the_same_for_a_name_as_dirty_as_it_is_long() -> None:
    finding = make_finding(target="slot\uffff" + "x" * 500)
    assert len(finding.fingerprint) < 200
    assert "\uffff" not in finding.fingerprint


def test_a_row_that_somebody_wrote_with_sql_can_be_told() -> None:
    stored = parameters_of(make_alert())
    row = stored | {"message": "a \uffff b", "details": {"log": "\x9b"}, "acknowledged_by": "\u202ebob"}
    alert = alert_of(row)
    assert (alert.message, alert.details, alert.acknowledged_by) == ("a \ufffd b", {"log": "\ufffd"}, "bob")


@pytest.mark.parametrize("text", DIRTY)
def test_an_alert_of_any_text_has_parameters(text: str) -> None:
    alert: Alert = make_alert(message=text, details={text: text})
    values = parameters_of(alert)
    json.loads(str(values["details"]))
    assert "\0" not in str(values["message"])
    str(values["message"]).encode()

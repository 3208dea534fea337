"""Messages of an older and of a newer release are told."""

import json
from typing import Any

import pytest

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.contracts.records import RECORD_ADAPTER
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.notifications.delivery_outcome import Outcome, Result
from tests.factories import make_delivery_record
from tests.unit.notifications.bench import Bench
from tests.unit.notifications.fakes import context
from tests.unit.notifications.messages import resolved

MESSAGE: dict[str, Any] = json.loads(resolved(reason=Reason.RESOLVED).model_dump_json())


@pytest.mark.parametrize(
    "changes",
    [
        {"something": {"new": 1}},
        {"schemaVersion": 2},
        {"reason": "because"},
        {"alert": MESSAGE["alert"] | {"mood": "calm", "cause": None}},
    ],
    ids=["field", "version", "reason", "field of the alert"],
)
def test_what_a_newer_release_says_beside_it_is_passed_over(changes: dict[str, Any]) -> None:
    assert Bench().consumer.consume(json.dumps(MESSAGE | changes), 1, context()) == Result(Outcome.DELIVERED)


def test_what_an_older_release_does_not_say_is_not_missed() -> None:
    optional = {"schemaVersion", "alone", "group", "others", "unheard", "reason", "previousNotifiedAt"}
    old = {name: value for name, value in MESSAGE.items() if name not in optional}
    assert Bench().consumer.consume(json.dumps(old), 1, context()) == Result(Outcome.DELIVERED)


def test_an_unknown_reason_is_none() -> None:
    assert AlertMessage.model_validate(MESSAGE | {"reason": "because"}).reason is None


def test_records_pass_over_what_they_do_not_know() -> None:
    record = make_delivery_record()
    raw = json.loads(record.model_dump_json()) | {"mood": "calm"}
    assert RECORD_ADAPTER.validate_python(raw) == record

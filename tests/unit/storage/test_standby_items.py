"""Items of the standby table stay below what DynamoDB takes, whatever an alert holds."""

import json

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.storage.standby_items import held_end_item, step_value, values_of
from tests.factories import make_alert, make_transition

DYNAMODB_ITEM = 400 * 1024
SQS_MESSAGE = 262_144
HUGE = make_alert(details={f"key {number}": "ü" * 20_000 for number in range(50)})


def test_an_item_of_an_alert_with_a_megabyte_of_details() -> None:
    step = make_transition(alert=HUGE)
    item = held_end_item(HUGE, step)
    parts = (values_of(HUGE, "alert"), step_value(step), item)
    assert all(len(json.dumps(part).encode()) < DYNAMODB_ITEM for part in parts)


def test_a_message_fits_and_keeps_what_it_says() -> None:
    message = AlertMessage.of(make_transition(alert=HUGE)).bounded()
    assert len(message.model_dump_json().encode()) < SQS_MESSAGE
    assert message.alert.message == HUGE.message
    assert "…" in message.model_dump_json()

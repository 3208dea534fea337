"""What becomes of a step in ChannelQueue."""

from datetime import timedelta

import pytest

from pawpop_monitoring.contracts.channel_message import ChannelMessage
from pawpop_monitoring.domain.alert import AlertStatus
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.delivery_outcome import Outcome, Result
from tests.unit.notifications.channel_desk import CHANNELS, Desk, QueueDownError
from tests.unit.notifications.messages import message, resolved


def test_a_step_is_handed_on_to_each_channel_that_a_route_leads_to() -> None:
    desk = Desk()
    assert desk.consume(message().model_dump_json()) == Result(Outcome.HANDED_ON)
    assert desk.names == ["slack:team", "webhook:ops", "webhook:shop"]
    assert {sent.message.key for sent in desk.sent} == {message().key}


def test_what_is_critical_rings_as_well() -> None:
    desk = Desk()
    desk.consume(message(severity=Severity.CRITICAL).model_dump_json())
    assert desk.names == [*CHANNELS]


def test_an_end_is_handed_on_to_all_that_may_have_heard() -> None:
    desk = Desk()
    desk.consume(resolved(notified_severity=Severity.HIGH).model_dump_json())
    assert desk.names == ["slack:team", "webhook:ops", "webhook:shop"]


def test_a_test_is_handed_on_to_every_channel() -> None:
    desk = Desk()
    desk.consume(message(details={"test": True}, severity=Severity.LOW).model_dump_json())
    assert desk.names == [*CHANNELS]


def test_a_queue_that_is_away_brings_the_step_back() -> None:
    with pytest.raises(QueueDownError):
        Desk(down=True).consume(message().model_dump_json())


def test_what_the_queue_refuses_goes_without_its_details_and_holds_up_nothing() -> None:
    desk = Desk(refuses="usedConnections")
    assert desk.consume(message().model_dump_json()) == Result(Outcome.HANDED_ON)
    assert len(desk.sent) == 3
    assert "usedConnections" not in desk.sent[0].message.alert.details


def test_what_is_meant_for_one_channel_goes_through_its_stages() -> None:
    desk = Desk()
    body = ChannelMessage(channel="slack:team", message=resolved()).model_dump_json()
    assert desk.consume(body).outcome is Outcome.DELIVERED
    assert [mail.idempotency_key for mail in desk.bench.channel.sent] == [resolved().key]


def test_a_channel_that_is_set_up_no_more_holds_up_nothing() -> None:
    body = ChannelMessage(channel="discord", message=message()).model_dump_json()
    assert Desk().consume(body) == Result(Outcome.NOT_ROUTED)


def test_what_can_not_be_read_is_tried_for_an_hour_and_put_aside() -> None:
    desk = Desk()
    first = desk.consume("{")
    assert first.outcome is Outcome.FAILED
    assert first.retry_in is not None
    assert timedelta(seconds=first.retry_in) < timedelta(minutes=6)
    assert desk.consume("{", attempt=20) == Result(Outcome.DEAD_LETTERED)
    assert desk.aside == ["{"]


def test_who_is_on_an_alert_is_told_where_its_state_is_shown() -> None:
    desk = Desk(keep_state=("slack:team",))
    taken_on = message(TransitionKind.ACKNOWLEDGED, timedelta(minutes=3), status=AlertStatus.ACKNOWLEDGED)
    desk.consume(taken_on.model_dump_json())
    assert desk.names == ["slack:team"]


def test_a_silence_is_told_where_it_can_be_shown_and_rings_nowhere() -> None:
    desk = Desk(keep_state=("slack:team", "pagerduty"), show_silences=("slack:team",))
    silenced = message(TransitionKind.SILENCED, timedelta(minutes=3), severity=Severity.CRITICAL)
    desk.consume(silenced.model_dump_json())
    assert desk.names == ["slack:team"]

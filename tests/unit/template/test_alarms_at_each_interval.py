"""Each alarm is played at each interval that the parameter allows: it rings for its trouble, and else not."""

from collections.abc import Callable, Mapping, Sequence
from math import inf

import pytest

from tests.unit.template.alarm_clock import AlarmClock
from tests.unit.template.document import alarms, template

DOCUMENT = template()
ALARMS = alarms(DOCUMENT)
MINUTE, HOUR, DAY = 60, 3600, 86_400
INTERVALS = [minutes * MINUTE for minutes in range(1, 16)]
PHASES = [0, 1, 97, 150, 299]
VISIBILITY = DOCUMENT["Resources"]["AlertQueue"]["Properties"]["VisibilityTimeout"]
SOON, LATER = 15 * MINUTE, 40 * MINUTE

type Times = Sequence[float]


def _each(interval: int, phase: int, until: int = 3 * HOUR) -> Times:
    return range(phase, until, interval)


def _each_visibility(_interval: int, phase: int) -> Times:
    """What breaks off over a message gets it again when that is visible once more."""
    return range(phase, 3 * HOUR, VISIBILITY)


def _never(_interval: int, _phase: int) -> Times:
    return ()


def _each_two_minutes(_interval: int, phase: int) -> Times:
    """Back-off has reached that after a few attempts."""
    return range(phase, 3 * HOUR, 2 * MINUTE)


def _once(_interval: int, phase: int) -> Times:
    return (phase,)


def _each_hour(_interval: int, phase: int) -> Times:
    return range(phase, 12 * HOUR, HOUR)


COUNTED: Mapping[str, tuple[Callable[[int, int], Times], int]] = {
    "SystemCheckNotInvokedAlarm": (_never, LATER),
    **dict.fromkeys(
        (
            "CheckSystemFailingAlarm",
            "CheckSupabaseFailingAlarm",
            "CheckFalAiFailingAlarm",
            "CheckStripeFailingAlarm",
            "EscalatorFailingAlarm",
            "MetricsExporterFailingAlarm",
        ),
        (_each, LATER),
    ),
    "CheckTrendsFailingAlarm": (_each_hour, 3 * HOUR),
    "NotifierFailingAlarm": (_once, SOON),
    "ChannelNotifierFailingAlarm": (_once, SOON),
    "PressWorkerFailingAlarm": (_once, SOON),
    "RecorderFailingAlarm": (_each_visibility, SOON),
    "MailsFailingAlarm": (_each_two_minutes, SOON),
    "MailsNeedAPersonAlarm": (_once, SOON),
}
"""When the metric is told of the trouble, and how long the alarm may take."""
GAUGES = {
    "AlertsNotConsumedAlarm": LATER,
    "AlertDeadLettersAlarm": SOON,
    "RecordDeadLettersAlarm": SOON,
    "ChannelDeadLettersAlarm": SOON,
}
"""How long one message that lies there may go untold."""


def test_each_alarm_is_played() -> None:
    assert ALARMS.keys() == COUNTED.keys() | GAUGES.keys()


@pytest.mark.parametrize("name", COUNTED)
def test_it_rings_at_each_interval(name: str) -> None:
    trouble, most = COUNTED[name]
    clock = AlarmClock.of(ALARMS[name])
    late = [
        (interval, phase, rings)
        for interval in INTERVALS
        for phase in PHASES
        if (rings := clock.rings_at(trouble(interval, phase), until=12 * HOUR)) > phase + most
    ]
    assert late == []


@pytest.mark.parametrize("name", COUNTED)
def test_it_is_quiet_while_all_runs(name: str) -> None:
    clock = AlarmClock.of(ALARMS[name])
    counts_runs = ALARMS[name]["MetricName"] == "Invocations"
    for interval in INTERVALS:
        for phase in PHASES:
            told = _each(interval, phase, DAY) if counts_runs else ()
            assert clock.rings_at(told, until=DAY) == inf, (interval, phase)


@pytest.mark.parametrize("name", GAUGES)
def test_what_lies_in_a_queue_is_told(name: str) -> None:
    clock = AlarmClock.of(ALARMS[name])
    for empty_minutes in range(6):
        values = [0.0] * empty_minutes + [1.0] * 120
        assert clock.rings_while(values) <= empty_minutes * MINUTE + GAUGES[name]
    assert clock.rings_while([0.0] * 120) == inf


def test_messages_that_come_and_go_are_no_standstill() -> None:
    assert AlarmClock.of(ALARMS["AlertsNotConsumedAlarm"]).rings_while([3.0, 2.0, 0.0, 1.0, 5.0] * 100) == inf

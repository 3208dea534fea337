"""Who can't tell about itself has an alarm, which goes off in time at each interval that the parameter allows."""

import re
from collections.abc import Iterator
from itertools import accumulate, count, takewhile
from math import inf

import pytest

from pawpop_monitoring.domain.backoff import delay_seconds
from pawpop_monitoring.notifications.channels.email.answers import judge
from tests.unit.template.alarm_clock import AlarmClock
from tests.unit.template.document import Node, alarms, functions, template

DOCUMENT = template()
ALARMS = alarms(DOCUMENT)
MINUTE, HOUR, DAY = 60, 3600, 86_400
INTERVALS = [minutes * MINUTE for minutes in range(1, 16)]
PHASES = [0.0, 1.0, 97.0, 150.0, 298.0, 299.9]
JITTER = [0.0, 4.0, -3.0, 0.5, -4.0]
"""Seconds by which EventBridge is late or early, over and over."""
REFUSALS = [
    (401, "missing_api_key"),
    (401, "validation_error"),
    (403, "validation_error"),
    (408, ""),
    (429, "daily_quota_exceeded"),
    (429, "monthly_quota_exceeded"),
    (429, "rate_limit_exceeded"),
    (500, "internal_server_error"),
    (502, ""),
    (503, ""),
]


def _runs(interval: int, phase: float, until: float) -> list[float]:
    times = (phase + index * interval + JITTER[index % len(JITTER)] for index in count())
    return [max(0.0, time) for time in takewhile(lambda time: time < until, times)]


def _failing() -> AlarmClock:
    (failing,) = {AlarmClock.of(ALARMS[f"{name}FailingAlarm"]) for name in ("CheckSystem", "CheckStripe", "Escalator")}
    return failing


def test_the_parameter_allows_the_intervals_that_are_played() -> None:
    pattern = DOCUMENT["Parameters"]["CheckInterval"]["AllowedPattern"]
    allowed = [n for n in range(100) if re.fullmatch(pattern, f"rate({n} minute{'' if n == 1 else 's'})")]
    assert allowed == [interval // MINUTE for interval in INTERVALS]


@pytest.mark.parametrize("interval", INTERVALS)
def test_a_check_that_fails_each_time_is_told(interval: int) -> None:
    for phase in PHASES:
        rings = _failing().rings_at(_runs(interval, phase, 2 * HOUR), until=2 * HOUR)
        assert rings <= phase + max(interval, 5 * MINUTE) + 10 * MINUTE, phase


@pytest.mark.parametrize("phase", PHASES)
def test_a_single_failure_is_not(phase: float) -> None:
    assert _failing().rings_at([phase], until=DAY) == inf


@pytest.mark.parametrize("interval", INTERVALS)
def test_schedules_that_run_are_not_taken_for_stopped_ones(interval: int) -> None:
    clock = AlarmClock.of(ALARMS["SystemCheckNotInvokedAlarm"])
    for phase in PHASES:
        assert clock.rings_at(_runs(interval, phase, DAY), until=DAY) == inf, phase


def test_schedules_that_stop_are_told_within_half_an_hour() -> None:
    clock = AlarmClock.of(ALARMS["SystemCheckNotInvokedAlarm"])
    assert clock.rings_at([], until=DAY) <= 30 * MINUTE


@pytest.mark.parametrize(("status", "name"), REFUSALS)
def test_mails_that_do_not_go_out_are_told_whatever_resend_says(status: int, name: str) -> None:
    needs_a_person = bool(judge(status, name).advice)
    for phase in PHASES:
        attempts = [phase + second for second in _attempts(status, name, until=2 * HOUR)]
        rings = min(
            AlarmClock.of(ALARMS["MailsFailingAlarm"]).rings_at(attempts, until=2 * HOUR),
            AlarmClock.of(ALARMS["MailsNeedAPersonAlarm"]).rings_at(attempts if needs_a_person else [], until=2 * HOUR),
        )
        assert rings <= 20 * MINUTE, phase


def test_a_mail_that_went_out_at_the_second_attempt_is_not() -> None:
    assert AlarmClock.of(ALARMS["MailsFailingAlarm"]).rings_at([10.0], until=DAY) == inf


@pytest.mark.parametrize(("status", "name"), REFUSALS)
def test_a_mail_waits_for_resend_and_longer_for_a_person(status: int, name: str) -> None:
    times = DOCUMENT["Resources"]["AlertQueue"]["Properties"]["RedrivePolicy"]["maxReceiveCount"]
    waits = sum(_delays(status, name, times))
    assert waits >= (10 if judge(status, name).advice else 3) * DAY


def _attempts(status: int, name: str, until: float) -> Iterator[float]:
    yield 0.0
    yield from takewhile(lambda second: second < until, accumulate(_delays(status, name, 2000)))


def _delays(status: int, name: str, times: int) -> Iterator[int]:
    verdict = judge(status, name)
    assert verdict.retry
    yield from (delay_seconds(attempt, verdict.wait) for attempt in range(1, times))


def _scheduled(document: Node) -> set[str]:
    return {
        name
        for name, properties in functions(document).items()
        for event in properties.get("Events", {}).values()
        if event["Type"] == "Schedule" and event["Properties"]["Schedule"] == {"Ref": "CheckInterval"}
    }


def _watched(document: Node) -> set[str]:
    return {
        dimension["Value"]["Ref"]
        for alarm in alarms(document).values()
        if alarm["MetricName"] == "Errors"
        for dimension in alarm["Dimensions"]
    }


def test_each_function_that_runs_at_the_check_interval_has_an_alarm_of_its_failures() -> None:
    scheduled = _scheduled(DOCUMENT)
    assert {"CheckSupabaseFunction", "EscalatorFunction"} <= scheduled
    assert scheduled - _watched(DOCUMENT) == set()


def test_lambda_repeats_no_check_and_keeps_none_for_later() -> None:
    for name in _scheduled(DOCUMENT):
        asynchronous = functions(DOCUMENT)[name]["EventInvokeConfig"]
        assert asynchronous["MaximumRetryAttempts"] == 0, name
        assert asynchronous["MaximumEventAgeInSeconds"] <= min(INTERVALS), name


def test_each_alarm_says_what_to_do_and_to_whom() -> None:
    for name, alarm in ALARMS.items():
        assert len(alarm["AlarmDescription"]) > 40, name
        assert alarm["AlarmActions"] == alarm["OKActions"] == [{"Ref": "AlarmTopic"}], name


def test_metrics_of_our_own_are_told_apart_by_stack() -> None:
    service = DOCUMENT["Globals"]["Function"]["Environment"]["Variables"]["POWERTOOLS_SERVICE_NAME"]
    own = [alarm for alarm in ALARMS.values() if alarm["Namespace"] == "PawPopMonitoring"]
    assert service == {"Ref": "AWS::StackName"}
    assert own
    assert all(alarm["Dimensions"] == [{"Name": "service", "Value": service}] for alarm in own)

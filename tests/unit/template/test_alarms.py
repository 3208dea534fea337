"""Who can't tell about itself has an alarm."""

from tests.unit.template.document import Node, alarms, functions, template


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
    scheduled = _scheduled(template())
    assert {"CheckSupabaseFunction", "EscalatorFunction"} <= scheduled
    assert scheduled - _watched(template()) == set()


def test_each_alarm_says_what_to_do_and_to_whom() -> None:
    for name, alarm in alarms(template()).items():
        assert len(alarm["AlarmDescription"]) > 40, name
        assert alarm["AlarmActions"] == alarm["OKActions"] == [{"Ref": "AlarmTopic"}], name

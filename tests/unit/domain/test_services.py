"""A service is one entry: what is checked has a function, a wiring and an alarm."""

import re
from pathlib import Path

import pytest

from pawpop_monitoring.bootstrap.checks import BUILDERS
from pawpop_monitoring.domain.rules import ALL_RULES
from pawpop_monitoring.domain.service import CHECKED_SERVICES, KNOWN_SERVICES, label_of

ROOT = Path(__file__).resolve().parents[3]
TEMPLATE = (ROOT / "template.yaml").read_text()

each_checked_service = pytest.mark.parametrize("service", CHECKED_SERVICES)


def test_the_services_of_the_design_are_known() -> None:
    assert set(KNOWN_SERVICES) == {"supabase", "fal-ai", "stripe", "system", "site", "jobs", "mail", "printify"}


def test_the_runner_can_build_each_check_and_no_other() -> None:
    assert tuple(BUILDERS) == CHECKED_SERVICES


def test_each_checked_service_and_no_other_can_be_switched_off() -> None:
    (pattern,) = re.findall(r"ServicesOff:\n(?:.*\n){2} +AllowedPattern: (\S.*)\n", TEMPLATE)
    assert [service for service in KNOWN_SERVICES if re.fullmatch(pattern, service)] == list(CHECKED_SERVICES)
    assert re.fullmatch(pattern, ", ".join(CHECKED_SERVICES))


@pytest.mark.parametrize(
    ("name", "label"), [("supabase", "Supabase"), ("fal-ai", "fal.ai"), ("stripe", "Stripe"), ("gifts", "gifts")]
)
def test_people_read_names_of_their_own(name: str, label: str) -> None:
    assert label_of(name) == label


@each_checked_service
def test_a_checked_service_has_rules_a_function_and_its_event(service: str) -> None:
    function = f"check_{service.replace('-', '_')}"
    assert any(rule.service == service for rule in ALL_RULES)
    assert (ROOT / "functions" / function / "app.py").is_file()
    assert list((ROOT / "events" / function).glob("*.json"))
    assert f"CodeUri: functions/{function}\n" in TEMPLATE


@each_checked_service
def test_a_checked_service_has_an_alarm_for_when_its_check_breaks_off(service: str) -> None:
    name = "".join(part.capitalize() for part in service.split("-"))
    (alarm,) = re.findall(rf"^  Check{name}FailingAlarm:\n((?:    .*\n|\n)+)", TEMPLATE, re.MULTILINE)
    assert f"!Ref Check{name}Function" in alarm

"""What an alert's page says to do, where, and from what it knows."""

import pytest

from pawpop_monitoring.domain.rules.registry import ALL_RULES
from pawpop_monitoring.notifications.content.consoles import BY_RULE, consoles_for
from pawpop_monitoring.notifications.content.guide import guide_of
from pawpop_monitoring.notifications.content.next_steps.catalogue import next_steps_for
from tests.factories import make_alert


def test_the_steps_are_those_of_the_mail_also_for_what_was_raised_by_hand() -> None:
    guide = guide_of(make_alert(service="printify", rule="manual"))
    assert guide.steps.first == next_steps_for("printify", "manual").first
    assert "by hand" in guide.steps.first[0]
    assert guide.steps.then


def test_an_object_is_rows_the_largest_first() -> None:
    applications = {"image-worker": 2, "shop-checkout": 60, "pawpop-monitoring": 4}
    details = {"value": 91.0, "threshold": 80, "unit": "%", "byApplication": applications, "nothing": None}
    (fact,) = guide_of(make_alert(details=details)).evidence
    assert fact.name == "By application"
    assert [(part.name, part.value) for part in fact.parts] == [
        ("shop-checkout", "60"),
        ("pawpop-monitoring", "4"),
        ("image-worker", "2"),
    ]


def test_what_is_nested_deeper_is_still_one_short_line() -> None:
    (fact,) = guide_of(make_alert(details={"odd": {"a": {"b": ["\u202e" * 9, "x" * 900]}, "c": None}})).evidence
    assert [len(part.value) <= 200 and "\u202e" not in part.value for part in fact.parts] == [True, True]


@pytest.mark.parametrize("rule", sorted(BY_RULE))
def test_links_are_of_rules_that_exist(rule: str) -> None:
    assert rule in {known.key for known in ALL_RULES}


@pytest.mark.parametrize("service", ["supabase", "fal-ai", "stripe"])
def test_every_provider_has_its_console_and_the_rule_goes_first(service: str) -> None:
    for console in consoles_for(service, "unreachable"):
        assert console.url.startswith("https://")
    assert consoles_for("stripe", "payment_success_rate")[0].label == "Stripe: failed payments"
    assert consoles_for("printify", "manual") == ()

"""Every rule has next steps of its own."""

import pytest

from pawpop_monitoring.domain.rules import ALL_RULES, Rule
from pawpop_monitoring.notifications.content.next_steps.catalogue import all_next_steps, next_steps_for


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.key)
def test_each_rule_has_steps_of_its_own(rule: Rule) -> None:
    steps = next_steps_for(rule.service, rule.name)
    assert steps is all_next_steps()[rule.key]
    assert 1 <= len(steps.first) <= 4
    assert 1 <= len(steps.then) <= 5
    assert all(len(step) <= 160 for step in steps.first + steps.then)


def test_what_a_person_raised_has_its_own_steps_whatever_the_service() -> None:
    assert next_steps_for("printify", "manual") is next_steps_for("stripe", "manual")
    assert next_steps_for("stripe", "manual") is not next_steps_for("stripe", "unheard_of")


@pytest.mark.parametrize("service", ["nobody", "../../settings", ""])
def test_an_unknown_rule_gets_the_general_steps(service: str) -> None:
    assert next_steps_for(service, "unheard_of") is all_next_steps()["any-service:general"]

"""Every rule has next steps of its own."""

import re

import pytest

from parameter_file.declared import declared
from pawpop_monitoring.bootstrap.people import VARIABLES
from pawpop_monitoring.bootstrap.settings_audit import Decorations
from pawpop_monitoring.checks.system.settings_rule import parameter_of
from pawpop_monitoring.domain.rules import ALL_RULES, Rule
from pawpop_monitoring.notifications.content.next_steps.catalogue import all_next_steps, next_steps_for
from pawpop_monitoring.thresholds import FalThresholds, StripeThresholds, SupabaseThresholds
from tests.unit.template.document import FILE


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.key)
def test_each_rule_has_steps_of_its_own(rule: Rule) -> None:
    steps = next_steps_for(rule.service, rule.name)
    assert steps is all_next_steps()[rule.key]
    assert 1 <= len(steps.first) <= 4
    assert 1 <= len(steps.then) <= 5
    assert all(len(step) <= 160 for step in steps.first + steps.then)


def test_what_is_to_be_changed_is_named_as_a_person_changes_it() -> None:
    """Mails said "raise MONITORING_FAL_MONTHLY_COST_LIMIT", which nobody sets (newcomer.md F11)."""
    told = [step for steps in all_next_steps().values() for step in steps.first + steps.then]
    assert not [step for step in told if "MONITORING_" in step]
    named = {name for step in told for name in re.findall(r"make deploy SET='(\w+)=", step)}
    assert "FalDailyCostLimit" in named
    assert named <= declared(FILE).keys()


def test_every_variable_that_may_be_wrong_has_a_parameter_by_its_name() -> None:
    thresholds = (SupabaseThresholds, FalThresholds, StripeThresholds)
    variables = [*VARIABLES, *Decorations.model_fields, *(name for model in thresholds for name in model.model_fields)]
    assert {parameter_of(name.upper()) for name in variables} <= declared(FILE).keys()


def test_what_a_person_raised_has_its_own_steps_whatever_the_service() -> None:
    assert next_steps_for("printify", "manual") is next_steps_for("stripe", "manual")
    assert next_steps_for("stripe", "manual") is not next_steps_for("stripe", "unheard_of")


@pytest.mark.parametrize("service", ["nobody", "../../settings", ""])
def test_an_unknown_rule_gets_the_general_steps(service: str) -> None:
    assert next_steps_for(service, "unheard_of") is all_next_steps()["any-service:general"]

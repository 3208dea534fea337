"""Routes from the environment: a wrong one mutes nobody."""

from datetime import datetime

import pytest

from pawpop_monitoring.bootstrap.routing_rules import RoutingRules, routing_rules
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.routing.conditions import Step

NOON = datetime(2026, 11, 26, 12)  # noqa: DTZ001  wall clock


def heard(rules: RoutingRules, severity: Severity) -> tuple[str, ...]:
    step = Step(severity=severity, service="stripe", rule="undelivered", kind=TransitionKind.OPENED, at=NOON)
    return rules.routes.of(step).now


def test_without_a_setting_all_goes_by_mail_and_over_what_is_quiet_and_the_worst_rings() -> None:
    rules = routing_rules({"CHANNELS": "webhook, apprise"})
    assert not rules.problems
    assert heard(rules, Severity.HIGH) == ("mail", "webhook")
    assert heard(rules, Severity.CRITICAL) == ("mail", "webhook", "apprise")


def test_routes_that_are_set_hold() -> None:
    rules = routing_rules({"CHANNELS": "apprise", "ROUTES": "critical -> apprise:phone; high -> mail"})
    assert heard(rules, Severity.CRITICAL) == ("apprise:phone",)
    assert heard(rules, Severity.LOW) == ()


@pytest.mark.parametrize(
    ("routes", "complaint"),
    [
        ("critcal -> mail", "'critcal' is no severity"),
        ("high -> mail", "nobody would hear"),
        ("critical -> pager", "'pager' is not set up"),
        ("critical -> webhook", "nobody would hear"),
        ("critical -> apprise:phon", "'apprise:phon' is not set up"),
    ],
)
def test_wrong_routes_are_told_and_the_default_holds(routes: str, complaint: str) -> None:
    environment = {"CHANNELS": "webhook,apprise", "ROUTES": routes}
    rules = routing_rules(environment, ["webhook:ops", "apprise:phone"])
    assert complaint in rules.problems["ROUTES"]
    assert heard(rules, Severity.CRITICAL) == ("mail", "webhook", "apprise")


def test_a_channel_that_does_not_exist_is_told_and_the_others_stay() -> None:
    rules = routing_rules({"CHANNELS": "carrier-pigeon,webhook"})
    assert "'carrier-pigeon'" in rules.problems["CHANNELS"]
    assert heard(rules, Severity.HIGH) == ("mail", "webhook")


def test_routes_may_name_services_that_configuration_added() -> None:
    assert not routing_rules(
        {"ADDITIONAL_SERVICES": "shipping", "ROUTES": "shipping critical -> mail; any -> mail"}
    ).problems

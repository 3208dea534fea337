"""Routes from the environment: a wrong one mutes nobody."""

from datetime import UTC, datetime, timedelta

import pytest

from pawpop_monitoring.bootstrap.routing_rules import RoutingRules, routing_rules
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.routing.conditions import Step

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
PEOPLE = "ann: apprise:ann; bob: mail:bob@shop.example"
ON_CALL = {"CHANNELS": "apprise", "PEOPLE": PEOPLE, "ON_CALL": "ann, bob from 2026-11-23 09:00"}


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


def test_mail_among_the_channels_is_nothing_wrong() -> None:
    rules = routing_rules({"CHANNELS": "mail, webhook"})
    assert not rules.problems
    assert heard(rules, Severity.HIGH) == ("mail", "webhook")


def test_routes_may_name_services_that_configuration_added() -> None:
    assert not routing_rules(
        {"ADDITIONAL_SERVICES": "shipping", "ROUTES": "shipping critical -> mail; any -> mail"}
    ).problems


def test_whoever_is_on_call_hears_at_once_and_the_next_one_later() -> None:
    rules = routing_rules({**ON_CALL, "ROUTES": "high+ -> on-call; any -> mail", "ESCALATION_MINUTES": "5"})
    step = Step(severity=Severity.HIGH, service="stripe", rule="undelivered", kind=TransitionKind.OPENED, at=NOON)
    to = rules.routes.of(step)
    assert not rules.problems
    assert (to.now, to.later) == (("apprise:ann", "mail"), {"mail:bob@shop.example": timedelta(minutes=5)})
    assert rules.routes.addresses == ("mail:bob@shop.example",)


def test_without_routes_the_one_on_call_hears_what_is_critical() -> None:
    rules = routing_rules(ON_CALL, ["apprise:ann", "apprise:shop"])
    assert heard(rules, Severity.CRITICAL) == ("mail", "apprise:ann")
    assert heard(rules, Severity.HIGH) == ("mail",)


def test_while_nobody_is_on_call_mail_and_all_that_rings_hear_instead() -> None:
    nobody = {**ON_CALL, "ON_CALL": f"{ON_CALL['ON_CALL']}; nobody 2026-11-26 00:00 to 2026-11-27 00:00"}
    rules = routing_rules({**nobody, "ROUTES": "critical -> on-call"})
    assert heard(rules, Severity.CRITICAL) == ("mail", "apprise")


def test_a_route_to_who_is_on_call_without_a_rota_is_told_and_mutes_nobody() -> None:
    rules = routing_rules({"CHANNELS": "apprise", "ROUTES": "critical -> on-call"})
    assert "set ON_CALL" in rules.problems["ROUTES"]
    assert heard(rules, Severity.CRITICAL) == ("mail", "apprise")


def test_an_end_may_concern_whoever_was_on_call_at_any_time() -> None:
    rules = routing_rules({**ON_CALL, "ROUTES": "critical -> on-call"})
    step = Step(severity=Severity.CRITICAL, service="stripe", rule="gap", kind=TransitionKind.RESOLVED, at=NOON)
    to = rules.routes.of(step)
    assert to.now == ()
    assert set(to.if_heard) == {"apprise:ann", "mail:bob@shop.example", "mail", "apprise"}


def test_what_is_no_mail_address_is_refused() -> None:
    rules = routing_rules({"ROUTES": "critical -> mail:nobody-there; any -> mail"})
    assert "'mail:nobody-there' is not set up" in rules.problems["ROUTES"]
    assert not routing_rules({"ROUTES": "critical -> mail:ann@shop.example"}).problems

"""A rule is one entry: whatever is known of it follows from that, and what has no entry is an error."""

from dataclasses import replace

import pytest

from pawpop_monitoring.alerting.decide.inhibition import causes_of
from pawpop_monitoring.alerting.decide.policy import policy_for
from pawpop_monitoring.domain.rules import (
    ALL_RULES,
    Rule,
    UndeclaredRuleError,
    find_rule,
    manual_rule,
    rule_of,
    stripe,
    supabase,
    system,
)
from pawpop_monitoring.domain.rules.registry import by_key
from pawpop_monitoring.domain.service import CHECKED_SERVICES
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.notifications.content.next_steps.catalogue import all_next_steps
from rule_table.__main__ import GUIDE, guide_text, table

each_rule = pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: rule.key)


@pytest.mark.parametrize(
    ("service", "name"), [("supabase", "conections"), ("fal-ai", "connections"), ("", ""), ("stripe", "silence")]
)
def test_a_rule_that_nobody_declared_is_an_error_and_not_an_impatient_rule(service: str, name: str) -> None:
    with pytest.raises(UndeclaredRuleError, match="declared"):
        policy_for(service, name)


@pytest.mark.parametrize(
    ("fingerprint", "rule"),
    [
        ("supabase:connections", supabase.CONNECTIONS),
        ("supabase:service_unhealthy:auth", supabase.SERVICE_UNHEALTHY),
        ("system:stale_check:fal-ai", system.STALE_CHECK),
        ("system:dead_letters:a:b", system.DEAD_LETTERS),
        ("printify:manual:1f2e", manual_rule("printify")),
        ("a-shop-of-its-own:manual", manual_rule("a-shop-of-its-own")),
    ],
)
def test_a_fingerprint_leads_to_its_rule_whatever_the_target(fingerprint: str, rule: Rule) -> None:
    assert rule_of(fingerprint) == rule


def test_what_an_earlier_version_left_open_has_no_causes_and_breaks_nothing() -> None:
    assert find_rule("stripe", "silence") is None
    assert causes_of("stripe", "silence") == ()


def test_two_rules_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="two rules are called stripe:webhook_gap"):
        by_key([stripe.WEBHOOK_GAP, replace(stripe.WEBHOOK_GAP, fires="never")])


@each_rule
def test_an_entry_says_what_people_need_to_know(rule: Rule) -> None:
    assert rule.service in CHECKED_SERVICES
    assert 10 <= len(rule.fires) <= 130
    assert list(rule.severities) == sorted(set(rule.severities), key=lambda severity: severity.rank)
    assert rule.severities
    assert f"{rule.service}.{rule.name}" in table()


@each_rule
def test_what_a_rule_follows_from_is_declared_has_one_alert_and_follows_from_nothing_back(rule: Rule) -> None:
    for source in rule.inhibited_by:
        assert source in ALL_RULES
        assert not source.target
        assert rule not in source.inhibited_by
        assert source.severities[-1].rank >= rule.severities[-1].rank


def test_the_guide_shows_the_rules_as_they_are() -> None:
    assert GUIDE.read_text("utf-8") == guide_text(), "run 'make contracts' and commit what it writes"
    assert table() in guide_text()


def test_steps_are_written_for_rules_that_there_are() -> None:
    general = {"any-service:general", "any-service:manual"}
    assert set(all_next_steps()) == {rule.key for rule in ALL_RULES} | general


def test_a_finding_of_a_rule_carries_its_name() -> None:
    finding = system.STALE_CHECK.broken(Severity.HIGH, "Late", target="stripe")
    assert finding.fingerprint == system.STALE_CHECK.fingerprint("stripe") == "system:stale_check:stripe"

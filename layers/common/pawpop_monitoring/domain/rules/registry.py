"""All rules that there are. What is not listed here does not exist: to ask for it is an error."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from pawpop_monitoring.domain.rules import fal_ai, stripe, supabase, system
from pawpop_monitoring.domain.rules.rule import Rule
from pawpop_monitoring.domain.severity import Severity

MANUAL_RULE = "manual"
"""Name of the rule of alerts that people raise with POST /alerts, whatever the service."""

ALL_RULES: tuple[Rule, ...] = (
    *supabase.RULES,
    *supabase.TRENDS,
    *fal_ai.RULES,
    *fal_ai.TRENDS,
    *stripe.RULES,
    *stripe.TRENDS,
    *system.RULES,
)
"""The rules that checks judge."""


class UndeclaredRuleError(LookupError):
    """A name that no entry in `domain/rules` has: a fault of ours, never of a reading."""


def by_key(rules: Iterable[Rule]) -> Mapping[str, Rule]:
    """Rules by `service:name`; ValueError if two have the same."""
    named: dict[str, Rule] = {}
    for rule in rules:
        if named.setdefault(rule.key, rule) is not rule:
            raise ValueError(f"two rules are called {rule.key}")
    return MappingProxyType(named)


_BY_KEY = by_key(ALL_RULES)


def manual_rule(service: str) -> Rule:
    """The rule of what people say of `service`, be it one that is checked or not."""
    return Rule(service, MANUAL_RULE, "a person raises it", tuple(Severity), target="a digest of the message")


def rule_named(service: str, name: str) -> Rule:
    """The entry of that name; UndeclaredRuleError if there is none."""
    if rule := find_rule(service, name):
        return rule
    raise UndeclaredRuleError(f"no rule {service}:{name} is declared in domain/rules")


def find_rule(service: str, name: str) -> Rule | None:
    """The entry of that name; None for the rule of a stored alert that this version does not know any more."""
    if name == MANUAL_RULE:
        return manual_rule(service)
    return _BY_KEY.get(f"{service}:{name}")


def rule_of(fingerprint: str) -> Rule:
    """The rule of an alert, whatever its target; UndeclaredRuleError if there is none."""
    service, _, rest = fingerprint.partition(":")
    return rule_named(service, rest.partition(":")[0])

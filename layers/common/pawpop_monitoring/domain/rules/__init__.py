"""What is judged: one entry per rule, by service; `registry` has them all."""

from pawpop_monitoring.domain.rules.registry import (
    ALL_RULES,
    MANUAL_RULE,
    UndeclaredRuleError,
    find_rule,
    manual_rule,
    rule_named,
    rule_of,
)
from pawpop_monitoring.domain.rules.rule import Rule

__all__ = [
    "ALL_RULES",
    "MANUAL_RULE",
    "Rule",
    "UndeclaredRuleError",
    "find_rule",
    "manual_rule",
    "rule_named",
    "rule_of",
]

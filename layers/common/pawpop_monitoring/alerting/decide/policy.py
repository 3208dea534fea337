"""How patient each rule is, and how insistent each severity."""

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache
from types import MappingProxyType

from pawpop_monitoring.domain.rules import rule_named
from pawpop_monitoring.domain.rules.patience import Policy
from pawpop_monitoring.domain.severity import Severity

REMINDER_INTERVALS: Mapping[Severity, timedelta | None] = MappingProxyType(
    {
        Severity.CRITICAL: timedelta(minutes=15),
        Severity.HIGH: timedelta(hours=1),
        Severity.MEDIUM: timedelta(hours=4),
        Severity.LOW: None,
    }
)
"""How soon somebody has to respond, and how often an open alert is told again; None means never."""


USUAL_INTERVAL = timedelta(minutes=5)
"""Between two checks of a service, unless the deployment says otherwise."""


@lru_cache(maxsize=256)  # each check asks for all of its rules again
def policy_for(service: str, rule: str, interval: timedelta = USUAL_INTERVAL) -> Policy:
    """The patience of a rule that is checked every `interval`; UndeclaredRuleError for one that has no entry."""
    return rule_named(service, rule).patience.policy(interval)

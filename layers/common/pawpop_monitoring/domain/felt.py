"""What customers feel of a service: the public page tells of that alone."""

from collections.abc import Mapping, Sequence

from pawpop_monitoring.domain.observation import BROKEN
from pawpop_monitoring.domain.rules import ALL_RULES, Rule, UndeclaredRuleError, rule_of
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.snapshot import ServiceSnapshot


def felt_status(snapshot: ServiceSnapshot) -> ServiceStatus:
    """The status as far as customers feel it: a budget that is used up leaves the shop open.

    Without word of the broken rules, as in rows of an older version, it is the status itself.
    """
    broken = snapshot.details.get(BROKEN)
    if snapshot.status not in (ServiceStatus.WARNING, ServiceStatus.CRITICAL) or not isinstance(broken, Mapping):
        return snapshot.status
    felt = [severity for fingerprint, numbers in broken.items() if (severity := _felt(fingerprint, numbers))]
    if not felt:
        return ServiceStatus.HEALTHY
    return ServiceStatus.CRITICAL if Severity.CRITICAL in felt else ServiceStatus.WARNING


def felt_severities() -> Mapping[str, Sequence[str]]:
    """By the key of a rule, the severities with which customers feel it."""
    return {
        rule.key: [severity for severity in rule.severities if not rule.felt_from.is_worse_than(severity)]
        for rule in ALL_RULES
        if rule.felt_from is not None
    }


def _felt(fingerprint: str, numbers: object) -> Severity | None:
    """How bad it is for customers; None if they don't notice, or nobody knows that rule any more."""
    rule, severity = _rule(fingerprint), _severity(numbers)
    if rule is None or rule.felt_from is None or severity is None or rule.felt_from.is_worse_than(severity):
        return None
    return severity


def _rule(fingerprint: str) -> Rule | None:
    try:
        return rule_of(fingerprint)
    except UndeclaredRuleError:
        return None


def _severity(numbers: object) -> Severity | None:
    text = numbers.get("severity") if isinstance(numbers, Mapping) else None
    return Severity(text) if text in set(Severity) else None

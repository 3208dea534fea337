"""What the engine remembers of one fingerprint."""

from dataclasses import dataclass

from pawpop_monitoring.domain.alert import Alert


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleState:
    """Memory of one fingerprint between checks.

    `alert` is the alert that is not resolved, if any. `bad` and `good` count the last checks in a row
    that said so. `version` is what the store's compare-and-set compares; 0 means not stored yet.
    """

    fingerprint: str
    alert: Alert | None = None
    bad: int = 0
    good: int = 0
    version: int = 0

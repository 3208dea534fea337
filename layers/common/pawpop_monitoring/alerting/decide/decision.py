"""The outcome of deciding, with its reason."""

from dataclasses import dataclass

from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.transition import Transition

__all__ = ["Decision", "Reason"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to remember and what to tell. Nothing needs to be written when `after` equals the state before.

    `notice` is told where what was told before is kept up to date, and nowhere else: no person needs to read it.
    `muted_by` is the id of the silence, or the fingerprint of the alert, that kept people from being notified.
    """

    reason: Reason
    after: RuleState
    transition: Transition | None = None
    notice: Transition | None = None
    muted_by: str | None = None

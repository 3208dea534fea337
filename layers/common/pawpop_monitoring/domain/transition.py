"""A step in the life of an alert that people are told of."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.severity import Severity


class TransitionKind(StrEnum):
    """The steps that are told; of `NOTICES` only who can put right what was told before."""

    OPENED = "opened"
    ESCALATED = "escalated"
    REMINDED = "reminded"
    ACKNOWLEDGED = "acknowledged"
    SILENCED = "silenced"
    RESOLVED = "resolved"


NOTICES = frozenset({TransitionKind.ACKNOWLEDGED, TransitionKind.SILENCED})
"""They change how an alert stands, and give nobody a reason to look up."""
FOR_WHO_HEARD = NOTICES | {TransitionKind.RESOLVED}
"""Told to whoever heard of the alert before, and to nobody else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One step, with the alert as it is after it.

    `key` is the same for every copy of the same step, however often and by whomever it is produced:
    it is what the notifier and the mail provider deduplicate on. `reason` says what brought the step
    about; `previous_notified_at` and `previous_notified_severity` what people knew before it, None if
    they knew nothing. `by` is the person who brought it about, where the alert itself does not name them: who opened
    it again, or gave it back.
    """

    kind: TransitionKind
    alert: Alert
    at: datetime
    reason: Reason | None = None
    previous_notified_at: datetime | None = None
    previous_notified_severity: Severity | None = None
    by: str | None = None

    @property
    def key(self) -> str:
        """See `key_of`."""
        return key_of(self.alert.id, self.alert.sequence, self.kind)

    @property
    def worst_severity(self) -> Severity:
        """The worst that people heard of the alert, this step included: who heard of that hears what follows."""
        heard = (self.alert.severity, self.alert.notified_severity, self.previous_notified_severity)
        return max(filter(None, heard), key=lambda severity: severity.rank)


def key_of(alert_id: str, sequence: int, kind: TransitionKind) -> str:
    """`<alert id>/<sequence>-<kind>`, at most 256 characters."""
    return f"{alert_id}/{sequence}-{kind}"

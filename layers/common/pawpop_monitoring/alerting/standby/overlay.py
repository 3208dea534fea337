"""Reading alerts from both stores at once: whichever copy of an alert has gone further is the one that is shown.

With Postgres read-only, or restored from a backup, it can be read and yet lacks what happened since.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.alerting.standby.merge import merge
from pawpop_monitoring.domain.alert import Alert


@dataclass(frozen=True, slots=True)
class Overlay:
    """`kept` are the alerts of the standby store; nothing is laid over if there are none."""

    kept: Sequence[Alert] = ()

    @property
    def ids(self) -> list[str]:
        """The alerts that are told from here; their rows are needed by `over`, and left out elsewhere."""
        return [alert.id for alert in self.kept]

    def over(self, stored: Mapping[str, Alert]) -> list[Alert]:
        """Each of these alerts as it is now; `stored` are the rows of `ids` that there are, by id."""
        return [_newest(stored.get(alert.id), alert) for alert in self.kept]


def _newest(stored: Alert | None, kept: Alert) -> Alert:
    if stored is None:
        return kept
    return merge(RuleState(fingerprint=stored.fingerprint, alert=stored), kept).alert or kept

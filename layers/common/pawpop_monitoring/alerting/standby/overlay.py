"""Reading alerts from both stores at once: whichever copy of an alert has gone further is the one that is shown.

With Postgres read-only, or restored from a backup, it can be read and yet lacks what happened since.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.alerting.standby.merge import ended, merge
from pawpop_monitoring.domain.alert import Alert


@dataclass(frozen=True, slots=True)
class Overlay:
    """`kept` are the alerts of the standby store, open ones and ends that are held; nothing is laid over if none."""

    kept: Sequence[Alert] = ()

    @property
    def ids(self) -> list[str]:
        """The alerts that are told from here; their rows are needed by `over`, and left out elsewhere."""
        return [alert.id for alert in self.kept]

    def over(self, stored: Mapping[str, Alert]) -> list[Alert]:
        """Each of these alerts as it is now; `stored` are the rows of `ids` that there are, by id."""
        return [_newest(stored.get(alert.id), alert) for alert in self.kept]

    def find(self, alert_id: str, stored: Alert | None = None) -> Alert | None:
        """The alert with that id as it is now, of which the database has `stored`; None if neither knows it."""
        kept = next((alert for alert in self.kept if alert.id == alert_id), None)
        return stored if kept is None else _newest(stored, kept)


def _newest(stored: Alert | None, kept: Alert) -> Alert:
    """As `sync` will write it."""
    if stored is None:
        return kept
    state = RuleState(fingerprint=stored.fingerprint, alert=stored)
    if not kept.resolved:
        return merge(state, kept).alert or kept
    return stored if stored.resolved else ended(state, kept).alert or kept

"""Alerting without the alert store.

Every bad check sends its transition again, under a key that depends only on the alert and on how many
reminder intervals have passed since people were told; the notifier tells a person each key once. The alert
is anchored in the standby store; with that out of reach too, in the time bucket of the reminder interval.
Recoveries wait until the store is back.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pawpop_monitoring.alerting.engine import open_alert
from pawpop_monitoring.alerting.identity import bucket_start
from pawpop_monitoring.alerting.moves import acknowledge
from pawpop_monitoring.alerting.muting import causes_of, muting_of
from pawpop_monitoring.alerting.policy import REMINDER_INTERVALS
from pawpop_monitoring.alerting.ports import AlertPublisher, RecordPublisher
from pawpop_monitoring.alerting.reminders import decide_time
from pawpop_monitoring.alerting.standby import Standby
from pawpop_monitoring.alerting.state import RuleState
from pawpop_monitoring.contracts.alert import AlertSnapshot
from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.contracts.records import AlertRecord
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.transition import Transition, TransitionKind

_NEVER_REMINDED_BUCKET = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Fallback:
    """Opens and reminds without knowing more of the past than the standby store does."""

    standby: Standby
    alerts: AlertPublisher
    records: RecordPublisher
    acknowledgement_lasts: timedelta

    def process(self, observation: Observation) -> None:
        """Send the transition of every finding to AlertQueue and its row to RecordQueue."""
        for finding in observation.findings:
            self.open(finding, observation.observed_at)

    def open(self, finding: Finding, now: datetime) -> Alert:
        """Tell of one finding; the alert that now stands for it."""
        candidate = self._candidate(finding, now)
        alert = self.standby.count(candidate, finding) or _bucketed(finding, now)
        self._tell([alert], now)
        self._keep([alert])
        return alert

    def find(self, alert_id: str) -> Alert:
        """An open alert; StoreUnavailableError if the standby store does not know it either."""
        for known in self.standby.store.open_alerts():
            if known.id == alert_id:
                return known
        raise StoreUnavailableError("The alert can't be looked up while the database is down.")

    def acknowledge(self, alert_id: str, by: str, now: datetime) -> Alert:
        """Take an open alert on; StoreUnavailableError if the standby store does not know it."""
        alert = self.find(alert_id)
        state = RuleState(fingerprint=alert.fingerprint, alert=alert)
        taken = acknowledge(state, alert, by, now).after.alert or alert
        self.standby.store.put(taken)
        return taken

    def remind(self, now: datetime) -> None:
        """Tell again of everything that is open and due."""
        self._tell(self.standby.open_alerts(), now)

    def _candidate(self, finding: Finding, now: datetime) -> Alert:
        """The alert as it opens, kept back where a silence or another alert covers it."""
        fresh = open_alert(finding, now)
        muting = muting_of(fresh, self.standby.active_silences(now), self._open_causes(fresh), now)
        if muting is None:
            return _told(fresh)
        return replace(fresh, silenced_by=muting.silence, cause=muting.cause)

    def _open_causes(self, alert: Alert) -> Sequence[str]:
        services = {cause.partition(":")[0] for cause in causes_of(alert.service, alert.rule)}
        return [known.fingerprint for service in services for known in self.standby.open_alerts(service)]

    def _tell(self, alerts: Sequence[Alert], now: datetime) -> None:
        silences = self.standby.active_silences(now)
        audible = [alert for alert in alerts if not muting_of(alert, silences, (), now)]
        steps = [step for alert in audible if (step := self._transition(alert, now))]
        if steps:
            self.alerts.publish([AlertMessage.of(step) for step in steps])
        uncovered = {alert.id for alert in audible if alert.told_at is None}
        self._note([step.alert for step in steps if step.alert.id in uncovered])

    def _note(self, told: Sequence[Alert]) -> None:
        """Remember who knows now, so that they hear of the end as well."""
        for alert in told:
            self.standby.follow(alert)
        self._keep(told)

    def _keep(self, alerts: Sequence[Alert]) -> None:
        if alerts:
            self.records.record([AlertRecord(alert=AlertSnapshot.of(alert)) for alert in alerts])

    def _transition(self, alert: Alert, now: datetime) -> Transition | None:
        """What people should have heard last: a reminder that fell due, or the opening; alike in every copy."""
        state = RuleState(fingerprint=alert.fingerprint, alert=alert)
        due = decide_time(state, alert, now, self.acknowledgement_lasts).transition
        if due is not None or alert.told_at != alert.timestamp:
            return due
        first = replace(alert, occurrences=1, last_seen=alert.timestamp, sequence=1)
        return Transition(kind=TransitionKind.OPENED, alert=first, at=alert.timestamp, reason=Reason.OPENED)


def _bucketed(finding: Finding, now: datetime) -> Alert:
    interval = REMINDER_INTERVALS[finding.severity] or _NEVER_REMINDED_BUCKET
    return _told(open_alert(finding, bucket_start(now, interval)))


def _told(alert: Alert) -> Alert:
    return replace(alert, told_at=alert.timestamp, told_severity=alert.severity)

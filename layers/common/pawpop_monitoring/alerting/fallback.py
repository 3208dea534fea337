"""Alerting without the alert store.

Every bad check sends its transition again, under a key that depends only on the alert and on how many
reminder intervals have passed since it opened; the notifier tells a person each key once. The alert is
anchored in the standby store; with that out of reach too, in the time bucket of the reminder interval.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pawpop_monitoring.alerting.engine import open_alert
from pawpop_monitoring.alerting.identity import bucket_start
from pawpop_monitoring.alerting.policy import REMINDER_INTERVALS
from pawpop_monitoring.alerting.ports import AlertPublisher, RecordPublisher
from pawpop_monitoring.alerting.standby import Standby
from pawpop_monitoring.contracts.alert import AlertSnapshot
from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.contracts.records import AlertRecord
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.domain.transition import Transition, TransitionKind

_NEVER_REMINDED_BUCKET = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Fallback:
    """Opens and reminds without knowing the past; recoveries wait until the store is back."""

    standby: Standby
    alerts: AlertPublisher
    records: RecordPublisher

    def process(self, observation: Observation) -> None:
        """Send the transition of every finding to AlertQueue and its row to RecordQueue."""
        for finding in observation.findings:
            self.open(finding, observation.observed_at)

    def open(self, finding: Finding, now: datetime) -> Alert:
        """Tell of one finding; the alert that now stands for it."""
        alert = self.standby.count(open_alert(finding, now), finding) or _bucketed(finding, now)
        self.alerts.publish([AlertMessage.of(_transition(alert, now))])
        self.records.record([AlertRecord(alert=AlertSnapshot.of(alert))])
        return alert


def _bucketed(finding: Finding, now: datetime) -> Alert:
    interval = REMINDER_INTERVALS[finding.severity] or _NEVER_REMINDED_BUCKET
    return open_alert(finding, bucket_start(now, interval))


def _transition(alert: Alert, now: datetime) -> Transition:
    """The opening, or the n-th reminder once n reminder intervals have passed; alike in every copy."""
    interval = REMINDER_INTERVALS[alert.severity]
    reminders = 0 if interval is None else max(0, (now - alert.timestamp) // interval)
    if interval is None or not reminders:
        first = replace(alert, occurrences=1, last_seen=alert.timestamp)
        return Transition(kind=TransitionKind.OPENED, alert=first, at=alert.timestamp)
    reminded = replace(alert, sequence=alert.sequence + reminders)
    return Transition(kind=TransitionKind.REMINDED, alert=reminded, at=alert.timestamp + reminders * interval)

"""Alerting without the alert store.

Every bad check sends what people should have heard last again, which is the opening or a severity that became
worse, and the reminder that fell due since. A key depends only on what is kept of the alert and on how many reminder
intervals have passed since people were told; the notifier tells a person each key once. The alert is anchored
in the standby store, where a worse severity is noted before it is told; with that out of reach too, in the time
bucket of the reminder interval. Recoveries wait until the store is back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pawpop_monitoring.alerting.apply.ports import AlertPublisher, RecordPublisher
from pawpop_monitoring.alerting.decide.actions import acknowledge
from pawpop_monitoring.alerting.decide.engine import as_found, escalate, open_alert
from pawpop_monitoring.alerting.decide.identity import bucket_start
from pawpop_monitoring.alerting.decide.inhibition import Muting, causes_of, muting_of
from pawpop_monitoring.alerting.decide.notifying import opening_of
from pawpop_monitoring.alerting.decide.policy import REMINDER_INTERVALS
from pawpop_monitoring.alerting.decide.reminders import decide_time
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.alerting.standby.entry import StandbyEntry
from pawpop_monitoring.alerting.standby.mirror import Standby
from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.contracts.alert_snapshot import AlertSnapshot
from pawpop_monitoring.contracts.records import AlertRecord
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.domain.silence import Silence
from pawpop_monitoring.domain.transition import Transition

_NEVER_REMINDED_BUCKET = timedelta(days=1)
_REPEATED_FOR = timedelta(days=6)  # the notifier forgets after a week what it has told


@dataclass(frozen=True, slots=True)
class DegradedAlerting:
    """Opens, escalates and reminds without knowing more of the past than the standby store does."""

    standby: Standby
    alerts: AlertPublisher
    records: RecordPublisher
    acknowledgement_lasts: timedelta

    def process(self, observation: Observation) -> None:
        """Send the transition of every finding to AlertQueue and its row to RecordQueue."""
        for finding in observation.findings:
            self.open(finding, observation.observed_at)

    def open(self, finding: Finding, now: datetime) -> Alert:
        """Tell of one finding, or of how much worse it has become; the alert that now stands for it."""
        silences = self.standby.active_silences(now)
        candidate = self._candidate(finding, silences, now)
        counted = self.standby.count(candidate, lambda alert: self._worse(alert, finding, silences, now))
        kept = counted or StandbyEntry(alert=_bucketed(finding, now))
        self._tell([kept], silences, now)
        self._keep([kept.alert])
        return kept.alert

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
        self._tell(self.standby.kept(), self.standby.active_silences(now), now)

    def _candidate(self, finding: Finding, silences: Sequence[Silence], now: datetime) -> Alert:
        """The alert as it opens, kept back where a silence or another alert covers it."""
        fresh = open_alert(finding, now)
        muting = self._muting(fresh, silences, now)
        if muting is None:
            return _told(fresh)
        return replace(fresh, silenced_by=muting.silence, cause=muting.cause)

    def _worse(self, alert: Alert, finding: Finding, silences: Sequence[Silence], now: datetime) -> StandbyEntry | None:
        """The alert as it escalates; None if it does not, or may not be told."""
        if not finding.severity.is_worse_than(alert.notified_severity or alert.severity):
            return None
        if alert.notified_at is None:
            return StandbyEntry(alert=as_found(alert, finding))
        if now < alert.notified_at or self._muting(alert, silences, now):
            return None
        state = RuleState(fingerprint=alert.fingerprint, alert=alert)
        decision = escalate(state, alert, finding, now)
        return StandbyEntry(alert=decision.after.alert or alert, step=decision.transition)

    def _muting(self, alert: Alert, silences: Sequence[Silence], now: datetime) -> Muting | None:
        return muting_of(alert, silences, self._open_causes(alert), now)

    def _open_causes(self, alert: Alert) -> Sequence[str]:
        services = {cause.partition(":")[0] for cause in causes_of(alert.service, alert.rule)}
        return [known.fingerprint for service in services for known in self.standby.open_alerts(service)]

    def _tell(self, kept: Sequence[StandbyEntry], silences: Sequence[Silence], now: datetime) -> None:
        audible = [each for each in kept if not muting_of(each.alert, silences, (), now)]
        steps = [step for each in audible for step in self._steps(each, now)]
        if steps:
            self.alerts.publish([AlertMessage.of(step).model_copy(update={"alone": True}) for step in steps])
        uncovered = {each.alert.id for each in audible if each.alert.notified_at is None}
        self._note([step for step in steps if step.alert.id in uncovered])

    def _note(self, told: Sequence[Transition]) -> None:
        """Remember who knows now, so that they hear of the end as well."""
        for step in told:
            self.standby.follow(step.alert, step)
        self._keep([step.alert for step in told])

    def _keep(self, alerts: Sequence[Alert]) -> None:
        if alerts:
            self.records.record([AlertRecord(alert=AlertSnapshot.of(alert)) for alert in alerts])

    def _steps(self, kept: StandbyEntry, now: datetime) -> Iterator[Transition]:
        """What people should have heard last, and the reminder that fell due since; alike in every copy."""
        alert = kept.alert
        heard = kept.step or (opening_of(alert) if alert.notified_at == alert.timestamp else None)
        if heard is not None and now - heard.at < _REPEATED_FOR:
            yield heard
        state = RuleState(fingerprint=alert.fingerprint, alert=alert)
        due = decide_time(state, alert, now, self.acknowledgement_lasts).transition
        if due is not None:
            yield due


def _bucketed(finding: Finding, now: datetime) -> Alert:
    interval = REMINDER_INTERVALS[finding.severity] or _NEVER_REMINDED_BUCKET
    return _told(open_alert(finding, bucket_start(now, interval)))


def _told(alert: Alert) -> Alert:
    return replace(alert, notified_at=alert.timestamp, notified_severity=alert.severity)

"""Degraded mode: alerting without the alert store.

Each bad check, and each run of the escalator, takes the same steps, so that any copy of them does no harm:

1. Count: the check is counted on the entry that the standby store holds of the fingerprint, or opens it. With the
   standby store away too, the alert is anchored in the time bucket of the reminder interval (12:00, 12:15, ...).
2. Worse? A severity worse than people were told is kept in the entry before anybody is notified, with its transition.
3. Publish what people should have heard (the opening, and 2.), and the reminder that fell due since: a critical alert
   of 12:00 sends its opening at 12:05, and its opening and the reminder of 12:15 at 12:20. The key of each
   depends on the entry alone, and people are told each key once.
4. Row: the alert goes to RecordQueue, from where it enters the table once the database is back.
5. Note: who was notified of an alert that had been muted is noted in the entry, so that they hear of its end.

What people do meanwhile is in `degraded_actions`. Recoveries that checks see wait until the store is back.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from pawpop_monitoring.alerting.apply.ports import AlertPublisher, RecordPublisher
from pawpop_monitoring.alerting.decide.decision import Decision
from pawpop_monitoring.alerting.decide.engine import as_found, escalate, open_alert, open_anew
from pawpop_monitoring.alerting.decide.identity import bucket_start
from pawpop_monitoring.alerting.decide.inhibition import Muting, causes_of, mute, muting_of
from pawpop_monitoring.alerting.decide.policy import REMINDER_INTERVALS
from pawpop_monitoring.alerting.decide.reminders import decide_time
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.alerting.publishing import publish_fairly
from pawpop_monitoring.alerting.standby.degraded_actions import DegradedActions
from pawpop_monitoring.alerting.standby.entry import StandbyEntry
from pawpop_monitoring.alerting.standby.mirror import StandbyMirror
from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.contracts.alert_snapshot import AlertSnapshot
from pawpop_monitoring.contracts.records import AlertRecord, NoteRecord
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.alert_note import Note
from pawpop_monitoring.domain.errors import StoreUnavailableError
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.observation import Observation
from pawpop_monitoring.domain.silence import Silence
from pawpop_monitoring.domain.transition import Transition

_logger = logging.getLogger(__name__)
_NEVER_REMINDED_BUCKET = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DegradedAlerting:
    """Opens, escalates and reminds without knowing more of the past than the standby store does."""

    standby: StandbyMirror
    alerts: AlertPublisher
    records: RecordPublisher
    acknowledgement_lasts: timedelta

    def process(self, observation: Observation) -> None:
        """Send the transition of every finding to AlertQueue and its row to RecordQueue."""
        now = observation.observed_at
        ended = {
            entry.alert.fingerprint: entry.alert.resolved_at for entry in self.standby.entries(observation.service)
        }
        for finding in observation.findings:
            end = ended.get(finding.fingerprint)
            if end is None or now >= end:  # a late copy of what was seen before an end opens nothing again
                self.open(finding, now)

    def open(self, finding: Finding, now: datetime) -> Alert:
        """Notify of one finding, or of how much worse it has become; the alert that now stands for it."""
        silences = self.standby.active_silences(now)
        opened = self._opened(finding, silences, now)
        counted = self.standby.count(_alert_of(opened), lambda alert: self._worse(alert, finding, silences, now))
        if counted is not None and counted.alert.id == _alert_of(opened).id:
            self.standby.remember(opened)
        entry = counted or StandbyEntry(alert=_bucketed(finding, now))
        self._publish([entry], silences, now)
        self._record([entry.present])
        return entry.present

    def note(self, note: Note) -> None:
        """Keep a note where it can be read meanwhile, and send it on its way to the alert store."""
        self.standby.store.add_note(note)
        self.records.record([NoteRecord.of(note)])

    @property
    def actions(self) -> DegradedActions:
        """What people can do meanwhile."""
        return DegradedActions(self.standby, self.alerts)

    def hold(self, decision: Decision, now: datetime) -> None:
        """Hold an end that a check decided on, which the alert store may have heard of, or not.

        Anything else that it decides on is decided anew here, and comes out the same.
        """
        if decision.after.alert is None or not decision.after.alert.resolved:
            return
        try:
            self.actions.carry_out(decision, now)
        except StoreUnavailableError as error:
            _logger.warning("the end of %s is not held: %s", decision.after.fingerprint, error)

    def remind(self, now: datetime) -> None:
        """Notify again of everything that is open and due."""
        self._publish(self.standby.entries(), self.standby.active_silences(now), now)

    def _opened(self, finding: Finding, silences: Sequence[Silence], now: datetime) -> RuleState:
        """Its state as an alert opens, muted where a silence or another alert covers it."""
        known = self.standby.recall(finding.fingerprint)
        decision = open_anew(known, finding, now)
        return mute(decision, known, self._muting(_alert_of(decision.after), silences, now)).after

    def _worse(self, alert: Alert, finding: Finding, silences: Sequence[Silence], now: datetime) -> StandbyEntry | None:
        """The alert as it escalates; None if it does not, or nobody may be notified."""
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
        services = {source.partition(":")[0] for source in causes_of(alert.service, alert.rule)}
        inhibiting = [known.fingerprint for service in services for known in self.standby.open_alerts(service)]
        return muting_of(alert, silences, inhibiting, now)

    def _publish(self, entries: Sequence[StandbyEntry], silences: Sequence[Silence], now: datetime) -> None:
        """Notify of all that no silence covers. What inhibits an alert was looked at when its entry was made."""
        audible = [entry for entry in entries if not muting_of(entry.alert, silences, (), now)]
        steps = [step for entry in audible for step in self._steps(entry, now)]
        if steps:
            publish_fairly(self.alerts, [AlertMessage.of(step).model_copy(update={"alone": True}) for step in steps])
        unmuted = {entry.alert.id for entry in audible if entry.alert.notified_at is None}
        self._note([step for step in steps if step.alert.id in unmuted])

    def _note(self, unmuted: Sequence[Transition]) -> None:
        for step in unmuted:
            self.standby.follow(step.alert, step)
        self._record([step.alert for step in unmuted])

    def _record(self, alerts: Sequence[Alert]) -> None:
        if alerts:
            self.records.record([AlertRecord(alert=AlertSnapshot.of(alert).bounded()) for alert in alerts])

    def _steps(self, entry: StandbyEntry, now: datetime) -> Iterator[Transition]:
        """What people should have heard, and the reminder that fell due since; alike in every copy."""
        alert = entry.present
        yield from entry.steps(now)
        if alert.resolved:
            return
        state = RuleState(fingerprint=alert.fingerprint, alert=alert)
        due = decide_time(state, alert, now, self.acknowledgement_lasts).transition
        if due is not None:
            yield due


def _alert_of(state: RuleState) -> Alert:
    if state.alert is None:
        raise ValueError(f"{state.fingerprint} has no alert")
    return state.alert


def _bucketed(finding: Finding, now: datetime) -> Alert:
    interval = REMINDER_INTERVALS[finding.severity] or _NEVER_REMINDED_BUCKET
    return _notified(open_alert(finding, bucket_start(now, interval)))


def _notified(alert: Alert) -> Alert:
    return replace(alert, notified_at=alert.timestamp, notified_severity=alert.severity)

"""What time alone brings about."""

from dataclasses import replace
from datetime import timedelta

import pytest

from pawpop_monitoring.alerting.decide.decision import Decision, Reason
from pawpop_monitoring.alerting.decide.reminders import decide_time
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.severity import Severity
from tests.factories import NOW, make_alert

LASTS = timedelta(hours=24)


def _after(alert: Alert, minutes: float) -> Decision:
    state = RuleState(fingerprint=alert.fingerprint, alert=alert)
    return decide_time(state, alert, NOW + timedelta(minutes=minutes), LASTS)


@pytest.mark.parametrize(
    ("severity", "minutes", "reason"),
    [
        (Severity.CRITICAL, 14.9, Reason.WAITING),
        (Severity.CRITICAL, 15, Reason.REMINDED),
        (Severity.HIGH, 59.9, Reason.WAITING),
        (Severity.HIGH, 60, Reason.UNANSWERED),
        (Severity.HIGH, 120, Reason.REMINDED),
        (Severity.MEDIUM, 239.9, Reason.WAITING),
        (Severity.MEDIUM, 240, Reason.UNANSWERED),
        (Severity.LOW, 100_000, Reason.WAITING),
    ],
)
def test_when_a_reminder_is_due(severity: Severity, minutes: float, reason: Reason) -> None:
    assert _after(make_alert(severity=severity), minutes).reason is reason


def test_the_first_unanswered_hour_escalates_and_the_next_reminds() -> None:
    first = _after(make_alert(), 61)
    assert first.after.alert is not None
    assert first.after.alert.escalated
    second = _after(first.after.alert, 121)
    assert second.reason is Reason.REMINDED


def test_a_late_run_has_the_key_of_the_reminder_that_is_due() -> None:
    """The fallback counts from the opening, the escalator from the last telling: they must agree."""
    on_time = _after(make_alert(severity=Severity.CRITICAL), 15).after.alert
    assert on_time is not None
    in_steps = _after(on_time, 31).transition
    at_once = _after(make_alert(severity=Severity.CRITICAL), 31).transition
    assert in_steps is not None
    assert at_once is not None
    assert (in_steps.key, in_steps.at) == (at_once.key, at_once.at)


def test_an_acknowledgement_stops_reminders_until_it_runs_out() -> None:
    taken = make_alert(status=AlertStatus.ACKNOWLEDGED, acknowledged_at=NOW, acknowledged_by="admin")
    assert _after(taken, 23 * 60).reason is Reason.WAITING
    expired = _after(taken, 24 * 60)
    assert expired.reason is Reason.ACKNOWLEDGEMENT_EXPIRED
    assert expired.after.alert is not None
    assert (expired.after.alert.status, expired.after.alert.acknowledged_by) == (AlertStatus.OPEN, None)


def test_what_a_silence_kept_back_is_told_when_it_is_over() -> None:
    kept_back = make_alert(notified_at=None, notified_severity=None, silenced_by="silence-1")
    decision = _after(kept_back, 1)
    assert decision.reason is Reason.UNMUTED
    assert decision.after.alert is not None
    assert decision.after.alert.silenced_by is None
    assert decision.transition is not None
    assert decision.transition.alert.silenced_by == "silence-1"
    assert (decision.transition.reason, decision.transition.previous_notified_at) == (Reason.UNMUTED, None)


def test_a_reminder_knows_what_people_heard_last() -> None:
    decision = _after(make_alert(), 60)
    assert decision.transition is not None
    assert (decision.transition.previous_notified_at, decision.transition.previous_notified_severity) == (
        NOW,
        make_alert().severity,
    )


def test_an_alert_that_nobody_was_told_of_is_not_reminded_of() -> None:
    follower = make_alert(notified_at=None, notified_severity=None, inhibited_by="supabase:unreachable")
    assert _after(follower, 10_000).reason is Reason.WAITING


def test_a_waiting_alert_is_left_as_it_is() -> None:
    alert = make_alert()
    assert _after(alert, 1).after == RuleState(fingerprint=alert.fingerprint, alert=replace(alert))

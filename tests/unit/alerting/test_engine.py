"""The decision, as a table and as rules that hold for any history."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pawpop_monitoring.alerting.decide.decision import Decision, Reason
from pawpop_monitoring.alerting.decide.engine import decide_bad, decide_good
from pawpop_monitoring.alerting.decide.resolution import resolve
from pawpop_monitoring.alerting.decide.state import RuleState
from pawpop_monitoring.domain.alert import AlertStatus
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.domain.rules.patience import CONFIRMED, Policy
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MEDIUM = Finding(service="supabase", rule="connections", severity=Severity.MEDIUM, message="High", value=81)
HIGH = replace(MEDIUM, severity=Severity.HIGH, value=91)
FRESH = RuleState(fingerprint=MEDIUM.fingerprint)


def _settle(decision: Decision) -> RuleState:
    """What the store would answer next: a resolved alert is no longer the state's."""
    alert = decision.after.alert
    return replace(decision.after, alert=None) if alert and alert.resolved else decision.after


def _play(script: str, policy: Policy) -> list[Decision]:
    """One check a minute: `m` and `h` are findings, `.` is good."""
    state, decisions = FRESH, []
    for minute, letter in enumerate(script):
        now = NOON + timedelta(minutes=minute)
        finding = {"m": MEDIUM, "h": HIGH}.get(letter)
        decision = decide_bad(state, finding, now, policy) if finding else decide_good(state, now, policy)
        decisions.append(decision)
        state = _settle(decision)
    return decisions


@pytest.mark.parametrize(
    ("script", "policy", "reasons"),
    [
        (".", CONFIRMED, "quiet"),
        ("m", CONFIRMED, "opened"),
        ("mm", CONFIRMED, "opened counted"),
        ("m.", CONFIRMED, "opened resolved"),
        ("m.m", CONFIRMED, "opened resolved opened"),
        ("m", Policy(open_after=2, window=2), "pending"),
        ("mm", Policy(open_after=2, window=2), "pending opened"),
        ("m.mm", Policy(open_after=2, window=2), "pending quiet pending opened"),
        ("m.m", Policy(open_after=2, window=3), "pending quiet opened"),
        ("m..m", Policy(open_after=2, window=3), "pending quiet quiet pending"),
        ("mm.m", Policy(open_after=2, window=3), "pending opened resolved pending"),
        ("m..", Policy(close_after=2), "opened recovering resolved"),
        ("m.m..", Policy(close_after=2), "opened recovering counted recovering resolved"),
        ("mh", CONFIRMED, "opened escalated"),
        ("mhm", CONFIRMED, "opened escalated counted"),
        ("mhmh", CONFIRMED, "opened escalated counted counted"),
        ("m.m.m.m.m", CONFIRMED, "opened resolved opened resolved opened resolved flapping held counted"),
        ("m.m.m.m" + "." * 31, CONFIRMED, "opened resolved " * 3 + "flapping " + "held " * 29 + "resolved quiet"),
    ],
)
def test_reasons(script: str, policy: Policy, reasons: str) -> None:
    assert [decision.reason.value for decision in _play(script, policy)] == reasons.split()


def test_a_rule_that_is_calm_again_is_like_new() -> None:
    assert replace(_play("m...", Policy(open_after=2, window=3))[-1].after) == FRESH


def test_severity_falls_silently_and_rises_silently_up_to_what_was_told() -> None:
    severities = [decision.after.alert.severity for decision in _play("mhmh", CONFIRMED) if decision.after.alert]
    assert severities == [Severity.MEDIUM, Severity.HIGH, Severity.MEDIUM, Severity.HIGH]


def test_an_opened_alert_tells_what_was_found() -> None:
    decision = decide_bad(FRESH, HIGH, NOON, CONFIRMED)
    assert decision.transition is not None
    alert = decision.transition.alert
    assert decision.transition.kind is TransitionKind.OPENED
    assert (alert.service, alert.rule, alert.severity) == ("supabase", "connections", Severity.HIGH)
    assert (alert.timestamp, alert.last_seen, alert.occurrences) == (NOON, NOON, 1)
    assert alert.details["value"] == 91


def test_escalation_takes_the_acknowledgement_back() -> None:
    opened = decide_bad(FRESH, MEDIUM, NOON, CONFIRMED).after
    assert opened.alert is not None
    taken = replace(opened, alert=replace(opened.alert, status=AlertStatus.ACKNOWLEDGED))
    worse = decide_bad(taken, HIGH, NOON + timedelta(minutes=1), CONFIRMED).after
    assert worse.alert is not None
    assert worse.alert.status is AlertStatus.OPEN


def test_a_signal_older_than_the_last_one_changes_nothing() -> None:
    opened = decide_bad(FRESH, MEDIUM, NOON, CONFIRMED).after
    earlier = NOON - timedelta(minutes=5)
    for decision in (decide_good(opened, earlier, CONFIRMED), decide_bad(opened, HIGH, earlier, CONFIRMED)):
        assert decision == Decision(reason=Reason.OUTDATED, after=opened)


def test_a_person_is_named_when_they_resolve() -> None:
    opened = decide_bad(FRESH, MEDIUM, NOON, CONFIRMED).after
    assert opened.alert is not None
    closed = resolve(opened, opened.alert, NOON + timedelta(hours=1), "admin").after.alert
    assert closed is not None
    assert (closed.status, closed.resolved_by) == (AlertStatus.RESOLVED, "admin")
    assert closed.resolved_at == NOON + timedelta(hours=1)


@given(
    script=st.text(alphabet="mh.", max_size=40),
    open_after=st.integers(1, 3),
    window=st.integers(3, 5),
    close_after=st.integers(1, 3),
)
def test_tellings_alternate_and_never_repeat(script: str, open_after: int, window: int, close_after: int) -> None:
    decisions = _play(script, Policy(open_after, window, close_after))
    told = [decision.transition for decision in decisions if decision.transition]
    assert len({transition.key for transition in told}) == len(told)
    for before, after in pairwise(told):
        assert (after.kind is TransitionKind.OPENED) == (before.kind is TransitionKind.RESOLVED)


@given(script=st.text(alphabet="mh.", max_size=20), seconds=st.integers(0, 10**6))
def test_deciding_is_a_pure_function(script: str, seconds: int) -> None:
    for decision in _play(script, CONFIRMED):
        now = NOON + timedelta(seconds=seconds)
        state = _settle(decision)
        assert decide_bad(state, HIGH, now, CONFIRMED) == decide_bad(state, HIGH, now, CONFIRMED)

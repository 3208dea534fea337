"""The life of alerts under any history: checks in any order, outages at any step, people in between.

500 histories by default, 20,000 with `make test-deep`.
"""

import os
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from pawpop_monitoring.alerting.decide.inhibition import causes_of
from pawpop_monitoring.contracts.alert_message import TransitionMessage
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.errors import ConflictError, StoreUnavailableError
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.silence import Silence
from pawpop_monitoring.domain.transition import TransitionKind
from tests.factories import make_finding, make_observation
from tests.fakes.publishers import QueueDownError
from tests.unit.alerting.flaky_store import FlakyAlertStore
from tests.unit.alerting.world import World

EXAMPLES = int(os.environ.get("PAWPOP_EXAMPLES", "500"))
SAME_EACH_TIME = "PAWPOP_EXAMPLES" not in os.environ
"""A change is held against the same histories as the one before; `make test-deep` looks for new ones."""
SEVERITIES = st.sampled_from([Severity.MEDIUM, Severity.HIGH, Severity.CRITICAL])
SAYING_HOW_BAD = (Reason.OPENED, Reason.UNMUTED, Reason.ESCALATED)
TURNS = (TransitionKind.OPENED, TransitionKind.RESOLVED)
type Course = Sequence[tuple[Severity, int]]
COURSES = st.lists(st.tuples(SEVERITIES, st.sampled_from([0, 20, 70, 300])), min_size=2, max_size=4)
"""Severities, and the minutes until the next check."""

RULES = st.sampled_from(["unreachable", "connections", "disk_usage"])


class LifeOfAlerts(RuleBasedStateMachine):
    """Three rules of one service, watched by one engine."""

    def __init__(self) -> None:
        super().__init__()
        self.store = FlakyAlertStore()
        self.world = World(store=self.store)

    # ── what happens ─────────────────────────────────────────────────────────
    @rule(name=RULES, severity=SEVERITIES, age=st.sampled_from([0, 0, 0, 7]))
    def bad_check(self, name: str, severity: Severity, age: int) -> None:
        self._observe(findings=(make_finding(rule=name, severity=severity),), age=age, passes=False)
        if not age and self.store.unavailable and not self.world.queue.failing:
            self._is_told_without_the_store(f"supabase:{name}", severity)
        self.world.minute += 1

    @rule(name=RULES, age=st.sampled_from([0, 0, 0, 7]))
    def good_check(self, name: str, age: int) -> None:
        self._observe(cleared=frozenset({f"supabase:{name}"}), age=age)

    @rule(name=RULES, severity=SEVERITIES)
    def the_same_check_twice(self, name: str, severity: Severity) -> None:
        for _ in range(2):
            self._observe(findings=(make_finding(rule=name, severity=severity),), age=0, passes=False)

    @rule(minutes=st.sampled_from([1, 5, 20, 70, 300, 1500]))
    def time_passes(self, minutes: int) -> None:
        self.world.minute += minutes

    @rule()
    def the_escalator_runs(self) -> None:
        with suppress(QueueDownError, StoreUnavailableError):
            self.world.run_escalator()

    @rule(action=st.sampled_from(["acknowledge", "resolve", "reopen"]), pick=st.integers(0, 5))
    @precondition(lambda self: self.store.alerts or self.world.standby.entries())
    def a_person_acts(self, action: str, pick: int) -> None:
        """On any alert that somebody can know of, whether or not the store has heard of it."""
        ids = sorted({*self.store.alerts, *(entry.alert.id for entry in self.world.standby.entries())})
        alert_id, now = ids[pick % len(ids)], self.world.now
        with suppress(ConflictError, StoreUnavailableError, QueueDownError):
            match action:
                case "acknowledge":
                    self.world.commands.acknowledge(alert_id, "person", now)
                case "resolve":
                    self.world.commands.resolve(alert_id, "person", now)
                case "reopen":
                    self.world.commands.reopen(alert_id, "Ann", now)
        self.world.minute += 1

    @rule(minutes=st.integers(1, 120))
    def a_silence_begins(self, minutes: int) -> None:
        now = self.world.now
        self.world.silences.put(
            Silence(
                id=f"silence-{len(self.world.silences.silences)}",
                starts_at=now,
                ends_at=now + timedelta(minutes=minutes),
                reason="work",
                created_by="person",
                created_at=now,
            )
        )

    # ── what breaks ──────────────────────────────────────────────────────────
    @rule(down=st.booleans())
    def the_store_comes_or_goes(self, *, down: bool) -> None:
        self.store.unavailable = down

    @rule(name=RULES, course=COURSES, back=st.booleans())
    def it_changes_while_the_store_is_away(self, name: str, course: Course, *, back: bool) -> None:
        self.store.unavailable = True
        for severity, minutes in course:
            self.bad_check(name, severity, age=0)
            self.world.minute += minutes
        self.store.unavailable = not back

    @rule(action=st.sampled_from(["resolve", "reopen"]), pick=st.integers(0, 5), back=st.booleans())
    def a_person_acts_while_the_store_is_away(self, action: str, pick: int, *, back: bool) -> None:
        self.store.unavailable = True
        if self.world.standby.entries():
            self.a_person_acts(action, pick)
        self.store.unavailable = not back

    @rule(calls=st.integers(0, 8), after_commit=st.booleans())
    def the_store_will_fail_once(self, calls: int, *, after_commit: bool) -> None:
        self.store.calls_left, self.store.after_commit = calls, after_commit

    @rule(name=RULES)
    def the_queue_refuses_what_is_said_of_a_rule(self, name: str) -> None:
        """Each for as long as it has details; what it says without them goes through."""
        self.world.queue.refuses = lambda message: message.alert.rule == name and "value" in message.alert.details

    @rule(failing=st.booleans())
    def the_queue_comes_or_goes(self, *, failing: bool) -> None:
        self.world.queue.failing = failing

    # ── what always holds ────────────────────────────────────────────────────
    @invariant()
    def at_most_one_alert_of_a_fingerprint_is_open(self) -> None:
        open_ones = [alert.fingerprint for alert in self.store.alerts.values() if not alert.resolved]
        assert len(open_ones) == len(set(open_ones))

    @invariant()
    def nobody_is_reminded_of_what_is_over(self) -> None:
        for steps in self._told().values():
            for number, step in enumerate(steps):
                last = max(_turns(steps[:number]), key=lambda turn: turn.alert.sequence, default=None)
                over = last is not None and last.kind is TransitionKind.RESOLVED
                assert step.kind in TURNS or not over, f"{step.key} came after {[each.key for each in steps[:number]]}"

    @invariant()
    def no_severity_is_told_twice(self) -> None:
        for steps in self._told().values():
            for life in _lives(steps):
                ranks = [step.alert.severity.rank for step in life if step.reason is Reason.ESCALATED]
                assert ranks == sorted(set(ranks)), f"told again: {[step.key for step in steps]}"

    def _is_told_without_the_store(self, fingerprint: str, severity: Severity) -> None:
        """What is bad now was told, if not now, then before; unless it is kept back."""
        alert = self.world.standby.alerts[fingerprint]
        if self._is_kept_back(fingerprint):
            return
        told = [step.alert.severity.rank for step in self._told()[alert.id]]
        assert max(told, default=-1) >= severity.rank, f"{fingerprint} is {severity}, which nobody was told"

    def _is_kept_back(self, fingerprint: str) -> bool:
        silenced = any(silence.is_active(self.world.now) for silence in self.world.silences.silences.values())
        open_causes = set(causes_of(*fingerprint.split(":")[:2])) & self.world.standby.alerts.keys()
        alert = self.world.standby.alerts[fingerprint]
        taken_on = alert.status is AlertStatus.ACKNOWLEDGED
        known_to_flap = alert.flapping and alert.notified_at is None
        return (
            silenced
            or taken_on
            or known_to_flap
            or bool(open_causes)
            or self.world.standby.alerts[fingerprint].inhibited_by is not None
        )

    def teardown(self) -> None:
        """Once everything works again and all is well, whoever was told of an alert knows that it is over."""
        self.store.unavailable, self.store.calls_left, self.world.queue.failing = False, None, False
        self.world.silences.silences.clear()
        self.world.minute += 3000
        for _ in range(2):
            for name in ("unreachable", "connections", "disk_usage"):
                self._observe(cleared=frozenset({f"supabase:{name}"}), age=0)
        assert all(alert.resolved for alert in self.store.alerts.values())
        assert (self.world.standby.alerts, self.world.standby.held_ends) == ({}, {})
        for alert_id, steps in self._told().items():
            self._is_noted(self.store.alerts[alert_id], steps)
        for steps in self._told().values():
            turns = [turn.kind for turn in _turns(steps)]
            assert turns == [*TURNS] * (len(turns) // 2), f"not told from beginning to end: {[s.key for s in steps]}"

    def _is_noted(self, alert: Alert, steps: Sequence[TransitionMessage]) -> None:
        """The store knows how bad it was that people heard; what was reminded of without it, it need not know."""
        heard = [step for step in steps if step.at <= (alert.resolved_at or step.at)]
        last = [step for step in _lives(heard)[-1] if step.reason in SAYING_HOW_BAD]
        if alert.notified_severity is not None:  # it is None if it was reopened in a silence
            least, most = (max((step.alert.severity.rank for step in some), default=0) for some in (last, heard))
            assert least <= alert.notified_severity.rank <= most, (
                f"{alert.notified_severity}: {[step.key for step in steps]}"
            )

    def _observe(self, age: int, *, passes: bool = True, **seen: object) -> None:
        observation = make_observation(observed_at=self.world.now - timedelta(minutes=age), **seen)
        with suppress(QueueDownError, ConflictError):
            self.world.processor.process(observation)
        self.world.minute += passes

    def _told(self) -> dict[str, list[TransitionMessage]]:
        """What people read of each alert, in that order; the notifier tells each key once."""
        by_key: dict[str, TransitionMessage] = {}
        for message in self.world.queue.messages:
            by_key.setdefault(message.key, message)
        told: dict[str, list[TransitionMessage]] = defaultdict(list)
        for step in by_key.values():
            told[step.alert.id].append(step)
        return told


def _lives(steps: Sequence[TransitionMessage]) -> list[list[TransitionMessage]]:
    """The steps from each opening to the next, in their own order."""
    lives: list[list[TransitionMessage]] = [[]]
    for step in sorted(steps, key=lambda step: step.alert.sequence):
        lives += [[]] * (step.kind is TransitionKind.OPENED)
        lives[-1] = [*lives[-1], step]
    return lives


def _turns(steps: Sequence[TransitionMessage]) -> list[TransitionMessage]:
    """Openings and recoveries in their own order; queues and outages may have swapped them on the way."""
    return sorted((step for step in steps if step.kind in TURNS), key=lambda turn: turn.alert.sequence)


TestLifeOfAlerts = LifeOfAlerts.TestCase
TestLifeOfAlerts.settings = settings(
    max_examples=EXAMPLES,
    derandomize=SAME_EACH_TIME,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

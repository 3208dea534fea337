"""An alert that nobody takes on goes from one person to the next, each over their own channel."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.alert import AlertStatus
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.delivery_log import DeliveryLog
from pawpop_monitoring.notifications.delivery_outcome import Outcome, Result
from pawpop_monitoring.notifications.pipeline import AlertConsumer
from pawpop_monitoring.notifications.stages.routed import Routed
from pawpop_monitoring.routing.notation import routes_of
from pawpop_monitoring.routing.on_call import OnCall
from pawpop_monitoring.routing.rota import rota_of
from tests.fakes.standby_store import InMemoryStandbyStore
from tests.unit.notifications.bench import Bench
from tests.unit.notifications.fakes import context
from tests.unit.notifications.messages import OPENED_AT, alert, message, resolved

VIENNA = ZoneInfo("Europe/Vienna")
PEOPLE = ("ann", "bob", "cem")
ON_CALL = OnCall(
    rota=rota_of("ann, bob, cem from 2026-11-23 00:00", VIENNA),
    people={name: [f"slack:{name}"] for name in PEOPLE},
    patience=timedelta(minutes=10),
)
ROUTES = replace(routes_of("critical -> on-call", ["supabase"]), on_call=ON_CALL)
OPENED = message(severity=Severity.CRITICAL)


@dataclass
class Team:
    """A channel for each person, and what of each message is still in its queue."""

    standby: InMemoryStandbyStore = field(default_factory=InMemoryStandbyStore)
    heard: list[tuple[str, str, int]] = field(default_factory=list)
    waiting: list[tuple[str, AlertMessage, datetime]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.benches = {name: Bench(standby=self.standby) for name in PEOPLE}
        self.standby.put(alert(severity=Severity.CRITICAL))

    def publish(self, told: AlertMessage) -> None:
        self.waiting += [(name, told.model_copy(update={"alone": True}), told.at) for name in PEOPLE]

    def until(self, minutes: int, start: int = 0) -> None:
        for minute in range(start, minutes):
            self._pass(OPENED_AT + timedelta(minutes=minute), minute)

    def _pass(self, now: datetime, minute: int) -> None:
        for name, told, due in [each for each in self.waiting if each[2] <= now]:
            result = self._consume(name, told, now)
            self.waiting.remove((name, told, due))
            if result.retry_in is not None:
                self.waiting.append((name, told, now + timedelta(seconds=result.retry_in)))
            if result.outcome is Outcome.DELIVERED:
                self.heard.append((name, told.kind, minute))

    def _consume(self, name: str, told: AlertMessage, now: datetime) -> Result:
        bench = self.benches[name]
        bench.now = now
        routed = Routed(f"slack:{name}", ROUTES, VIENNA, bench.progress, standby=self.standby)
        stages = replace(bench.stages, routed=routed)
        log = DeliveryLog(f"slack:{name}", bench.records, lambda: now)
        consumer = AlertConsumer(stages, log, bench.aside.append, lambda: now)
        return consumer.consume(told.model_dump_json(), 2, context())


def test_each_is_asked_after_the_one_before_had_time_to_answer() -> None:
    team = Team()
    team.publish(OPENED)
    team.until(60)
    assert team.heard == [("ann", "opened", 0), ("bob", "opened", 10), ("cem", "opened", 20)]
    assert team.waiting == []


def test_whoever_takes_it_on_ends_the_chain() -> None:
    team = Team()
    team.publish(OPENED)
    team.until(15)
    taken = OPENED_AT + timedelta(minutes=14)
    team.standby.put(alert(severity=Severity.CRITICAL, status=AlertStatus.ACKNOWLEDGED, acknowledged_at=taken))
    team.until(60, start=15)
    assert [name for name, *_ in team.heard] == ["ann", "bob"]
    assert team.waiting == []


def test_an_end_is_heard_by_those_who_were_asked_and_asks_nobody_any_more() -> None:
    team = Team()
    team.publish(OPENED)
    team.until(15)
    over = resolved(timedelta(minutes=15), severity=Severity.CRITICAL, notified_severity=Severity.CRITICAL)
    team.standby.forget(over.alert.to_alert())
    team.publish(over)
    team.until(60, start=15)
    assert [(name, kind) for name, kind, _ in team.heard][2:] == [("ann", "resolved"), ("bob", "resolved")]


def test_reminders_go_on_for_all_who_were_asked() -> None:
    team = Team()
    team.publish(OPENED)
    team.until(15)
    team.publish(message(TransitionKind.REMINDED, timedelta(minutes=15), severity=Severity.CRITICAL, sequence=2))
    team.until(60, start=15)
    assert team.heard[2:] == [("ann", "reminded", 16), ("bob", "reminded", 16), ("cem", "opened", 20)]


def test_with_one_person_alone_nobody_else_is_asked() -> None:
    alone = replace(ON_CALL, rota=rota_of("ann from 2026-11-23 00:00", VIENNA))
    assert [each.person for each in alone.asked(OPENED_AT)] == ["ann"]


@pytest.mark.parametrize("severity", [Severity.HIGH, Severity.LOW])
def test_what_no_route_leads_to_them_wakes_nobody(severity: Severity) -> None:
    team = Team()
    team.publish(message(severity=severity))
    team.until(30)
    assert team.heard == []

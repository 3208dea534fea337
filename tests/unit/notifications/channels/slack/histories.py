"""Lives of alerts, told in any order, more than once, and with everything going wrong on the way."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.alert import AlertStatus
from pawpop_monitoring.domain.errors import RetryableDeliveryError
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.content.status_line import status_line
from pawpop_monitoring.notifications.progress import Mark
from tests.unit.notifications.channels.slack.workspace import Killed, Workspace, shown
from tests.unit.notifications.messages import OPENED_AT, message, resolved

MOST_STEPS = 7


def life(chance: random.Random, alert_id: str) -> list[AlertMessage]:
    """The steps of one alert in the order in which they happened."""
    numbers = range(2, chance.randint(2, MOST_STEPS))
    later = (chance.choice(_NEXT)(timedelta(minutes=3 * number), number, alert_id) for number in numbers)
    return [message(id=alert_id), *later]


def _told(kind: TransitionKind) -> Callable[[timedelta, int, str], AlertMessage]:
    def step(after: timedelta, sequence: int, alert_id: str) -> AlertMessage:
        return message(kind, after, sequence=sequence, id=alert_id, heard=Severity.HIGH)

    return step


def _over(after: timedelta, sequence: int, alert_id: str) -> AlertMessage:
    return resolved(after, sequence=sequence, id=alert_id)


def _taken_on(after: timedelta, sequence: int, alert_id: str) -> AlertMessage:
    by: dict[str, Any] = {
        "status": AlertStatus.ACKNOWLEDGED,
        "acknowledged_by": "Ann",
        "acknowledged_at": OPENED_AT + after,
    }
    step = message(TransitionKind.REMINDED, after, sequence=sequence, id=alert_id, **by)
    return step.model_copy(update={"kind": "acknowledged", "key": f"{alert_id}/{sequence}-acknowledged"})


_NEXT = [*map(_told, TransitionKind), _over, _over, _taken_on, _taken_on]


def play(seed: int) -> Workspace:
    """Two lives, shuffled, each step once or several times, each until it is told; what must hold is asserted."""
    chance, slack = random.Random(seed), Workspace()
    lives = {name: life(chance, name) for name in ("alert_a", "alert_b")}
    waiting = [step for steps in lives.values() for step in steps for _ in range(chance.choice((1, 1, 2)))]
    chance.shuffle(waiting)
    said: dict[str, Mark] = {}
    forgetful = chance.random() < 0.5
    while waiting:
        step = waiting.pop(chance.randrange(min(3, len(waiting))))
        if not _attempt(slack, step, chance, forgetful=forgetful):
            waiting.append(step)
        for alert in slack.parents:
            _check(alert, lives, said)
    _check_all(slack, lives)
    return slack


def _attempt(slack: Workspace, step: AlertMessage, chance: random.Random, *, forgetful: bool) -> bool:
    """True once it is told."""
    _go_wrong(slack, chance, forgetful=forgetful)
    try:
        slack.tell(step, after=chance.choice((0.5, 3.0, 25.0)))
    except (RetryableDeliveryError, Killed):
        return False
    finally:
        slack.kill_after = slack.reset_after = ""
        slack.references.unavailable = False
        slack.ask("DELETE", "/_faults/slack")
    return True


def _go_wrong(slack: Workspace, chance: random.Random, *, forgetful: bool) -> None:
    """Every other time. Where the store is away at times, Slack's memory is not: who knows nothing has to tell."""
    if chance.random() < 0.5:
        return
    method = chance.choice(("chat.postMessage", "chat.update", "conversations.history", "conversations.replies"))
    trouble = chance.choice(("kill", "no store", "no store") if forgetful else ("kill", "reset", *_FAULTS))
    match trouble:
        case "reset":
            slack.reset_after = method
        case "kill":
            slack.kill_after = method
        case "no store":
            slack.references.unavailable = True
        case fault:
            slack.fault(**fault)


_FAULTS: tuple[Any, ...] = (
    {"status": 429, "headers": {"Retry-After": "2"}},
    {"status": 500},
    {"status": 503},
    {"latency_ms": 9_000},
    {"drop": True},
    {"body": {"ok": False, "error": "ratelimited"}},
    {"body": {"ok": False, "error": "internal_error"}},
)


def _check(alert: dict[str, Any], lives: dict[str, list[AlertMessage]], said: dict[str, Mark]) -> None:
    """A message says one step of its alert whole, and never an older one than before."""
    payload = alert["metadata"]["event_payload"]
    mark = Mark(datetime.fromisoformat(payload["at"]), int(payload["sequence"]))
    (step,) = (step for step in lives[payload["alert"]] if Mark.of(step) == mark)
    assert status_line(step.alert) in shown(alert)
    assert said.get(payload["alert"], mark) <= mark
    said[payload["alert"]] = mark


def _check_all(slack: Workspace, lives: dict[str, list[AlertMessage]]) -> None:
    """In the end each alert is one message that says how it stands, and no line stands there twice."""
    told = {message["metadata"]["event_payload"]["alert"]: message for message in slack.parents}
    assert len(told) == len(slack.parents) == len(lives)
    for name, steps in lives.items():
        assert status_line(steps[-1].alert) in shown(told[name])
    lines = [reply["metadata"]["event_payload"]["key"] for reply in slack.replies]
    assert len(lines) == len(set(lines))
    for name in lives:
        assert (mine := [line for line in lines if line.startswith(name)]) == sorted(mine)

"""Hundreds of open alerts at once: none keeps the others from their turn, and a run asks once for what it needs."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.silence import Silence
from tests.factories import NOW, make_alert, make_finding
from tests.fakes.silence_store import InMemorySilenceStore
from tests.unit.alerting.world import World

DOWN = make_finding(rule="unreachable", severity=Severity.CRITICAL, message="Database unreachable")
MANY = 520
"""More than one run of the escalator looks at."""
_MUTED: dict[str, Any] = {"silenced_by": "s", "notified_at": None, "notified_severity": None}


@dataclass
class CountingSilences(InMemorySilenceStore):
    """How often somebody asked."""

    asked: list[int] = field(default_factory=list)

    def all(self) -> list[Silence]:
        self.asked.append(1)
        return [*super().all()]


def _with_many_silenced() -> World:
    world = World(silences=CountingSilences())
    world.silences.put(
        Silence(
            id="s",
            service="fal-ai",
            starts_at=NOW - timedelta(hours=1),
            ends_at=NOW + timedelta(days=1),
            reason="work",
            created_by="a",
            created_at=NOW,
        )
    )
    for number in range(MANY):
        muted = make_alert(service="fal-ai", rule="manual", fingerprint=f"fal-ai:manual:{number}", **_MUTED)
        world.store.alerts[muted.id] = muted
    return world


def test_what_is_silenced_keeps_nobody_from_being_reminded() -> None:
    """The never told came first, so that with 500 of them no other alert was looked at."""
    world = _with_many_silenced()
    world.check(DOWN)
    world.minute = 20
    world.run_escalator()
    assert world.told == ["opened unreachable", "reminded unreachable"]


def test_a_run_asks_once_for_the_silences() -> None:
    """Each muted alert asked DynamoDB for all of them, every minute."""
    world = _with_many_silenced()
    assert isinstance(world.silences, CountingSilences)
    world.silences.asked.clear()
    world.run_escalator()
    assert len(world.silences.asked) == 1

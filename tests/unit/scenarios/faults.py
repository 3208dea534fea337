"""What is wrong with how a played day was told: missed, told for nothing, told too often, open for too long."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from pawpop_monitoring.domain.transition import TransitionKind
from tests.unit.scenarios.calendar_days import CALENDAR_DAYS
from tests.unit.scenarios.edge_days import EDGE_DAYS
from tests.unit.scenarios.incidents import INCIDENTS, Expected, Incident
from tests.unit.scenarios.monitor import Monitor, Told
from tests.unit.scenarios.odd_days import ODD_DAYS
from tests.unit.scenarios.other_days import OTHER_DAYS
from tests.unit.scenarios.outcome import Outcome
from tests.unit.scenarios.rate_days import RATE_DAYS, RateDay
from tests.unit.scenarios.several_faults import SEVERAL_FAULTS
from tests.unit.scenarios.shop import Shop
from tests.unit.scenarios.spans import DAY, between

type Day = Incident | RateDay

CHANGING_DAYS = (*RATE_DAYS, *OTHER_DAYS, *ODD_DAYS, *EDGE_DAYS, *CALENDAR_DAYS)
DAYS: tuple[Day, ...] = (*INCIDENTS, *SEVERAL_FAULTS, *CHANGING_DAYS)
MOST_OPENINGS = 4
"""Of one fingerprint on a day."""
_SERVICES = ("supabase", "fal-ai", "stripe", "system")
_ALL_DAY = between("00:00", "23:59")


class Faults(NamedTuple):
    """How often in so many plays; `seen` says of each what it was, and `told` what was rightly told."""

    missed: int = 0
    false: int = 0
    storms: int = 0
    zombies: int = 0
    told: frozenset[str] = frozenset()
    seen: tuple[str, ...] = ()

    def plus(self, other: "Faults") -> "Faults":
        """Those of both."""
        return Faults(
            self.missed + other.missed, self.false + other.false, self.storms + other.storms,
            self.zombies + other.zombies, self.told | other.told, (*self.seen, *other.seen),
        )  # fmt: skip


def played(day: Day, minutes: int, seed: int) -> Faults:
    """One day of one shop."""
    interval = timedelta(minutes=minutes)
    return _incident(day, interval, seed) if isinstance(day, Incident) else _rate_day(day, interval, seed)


@lru_cache(maxsize=1)  # what comes in weeks takes longer than half of the plays
def _arranged(day: Day, seed: int) -> tuple[Shop, Sequence[Expected]]:
    shop = day.shop(seed)
    return shop, day.arrange(shop) or ()


def _incident(day: Incident, interval: timedelta, seed: int) -> Faults:
    shop, expected = _arranged(day, seed)
    monitor = Monitor(shop.begin_anew(), interval)
    monitor.play(DAY, DAY + timedelta(hours=24))
    outcome = Outcome.of(day, expected, monitor)
    held = Counter(monitor.still_open) - Counter(one.fingerprint for one in expected if one.lasting)
    opened = _opened(monitor)
    return _faults([one.fingerprint for one in outcome.missed], outcome.false_alarms, opened, list(held), opened)


def _rate_day(day: RateDay, interval: timedelta, seed: int) -> Faults:
    monitor = watched(day, interval, seed)
    opened = _opened(monitor)
    awaited = [told for told in opened if told.fingerprint == day.alert]
    false = [told for told in opened if told.fingerprint not in {day.alert, *day.also}]
    wrong = [day.alert] if day.severity and _severities(monitor, day.alert) != {day.severity} else []
    if day.hovers or not day.alert:
        return _faults(wrong, false, opened, [], [])
    begins, ends = day.trouble.start, day.trouble.end + day.over
    again = [] if day.wavers else awaited[1:]
    false += [told for told in awaited if told in again or not begins <= told.at <= ends]
    late = [told.fingerprint for told in awaited[:1] if told.at > begins + day.told]
    zombies = [day.alert for over in _ends(monitor, day.alert) if over is None or over > ends]
    return _faults(wrong or late, false, opened, zombies, awaited)


def watched(day: RateDay, interval: timedelta, seed: int) -> Monitor:
    """The checks that are watched alone, after the day."""
    shop, _ = _arranged(day, seed)
    shop.paused = dict.fromkeys({*_SERVICES} - {*day.watched}, _ALL_DAY)
    monitor = Monitor(shop.begin_anew(), interval)
    monitor.play(day.played.start, day.played.end)
    return monitor


def _faults(
    missed: Sequence[str], false: Sequence[Told], opened: Sequence[Told], zombies: Sequence[str], told: Sequence[Told]
) -> Faults:
    times = Counter(one.fingerprint for one in opened)
    storms = [fingerprint for fingerprint, number in times.items() if number > MOST_OPENINGS]
    seen = (
        *(f"{one} missed, late or not as bad" for one in missed),
        *(f"{one.fingerprint} at {one.at:%H:%M}" for one in false),
        *(f"{one} {times[one]} times" for one in storms), *(f"{one} stays" for one in zombies),
    )  # fmt: skip
    names = frozenset(one.fingerprint for one in told)
    return Faults(len(missed), len(false), len(storms), len(zombies), names, seen)


def _opened(monitor: Monitor) -> list[Told]:
    return [told for told in monitor.told if told.kind is TransitionKind.OPENED]


def _severities(monitor: Monitor, fingerprint: str) -> set[str]:
    """The worst that was told of each alert; as trouble fades, what is found becomes milder."""
    alerts = (one for one in monitor.world.store.alerts.values() if one.fingerprint == fingerprint)
    return {one.notified_severity.value for one in alerts if one.notified_severity}


def _ends(monitor: Monitor, fingerprint: str) -> Iterator[datetime | None]:
    return (one.resolved_at for one in monitor.world.store.alerts.values() if one.fingerprint == fingerprint)

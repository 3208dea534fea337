"""`request_gap`: only what a shop's own rhythm does not explain, and nothing of a shop that seldom calls."""

import random
from collections.abc import Iterable
from datetime import timedelta

import pytest

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.domain.readings.fal_ai import RequestRhythm
from tests.factories import NOW
from tests.unit.checks.fal_ai.readings import holds, judged, make_usage, outline

DAY = 288
HOUR = 12


def _slots(share: float, seed: int, end: int) -> frozenset[int]:
    """Which five minutes had requests, from a day before to `end`, if that share of them has."""
    chance = random.Random(seed)
    return frozenset(slot for slot in range(-DAY, end) if chance.random() < share)


def _judged(
    slots: float, today: Iterable[int], weeks: Iterable[Iterable[int]], last_days_ago: float | None = None
) -> Judgement:
    quiet = slots * timedelta(minutes=5)
    last = NOW - (quiet if last_days_ago is None else timedelta(days=last_days_ago))
    rhythm = RequestRhythm(
        last_request_at=last,
        quiet=quiet,
        today=frozenset(today),
        earlier_weeks=tuple(frozenset(week) for week in weeks),
    )
    return judged(usage=make_usage(rhythm=rhythm))


def _shop(share: float, slots: int, today: float | None = None, sale: float | None = None, seed: int = 1) -> Judgement:
    weeks = [_slots(share, seed * 10 + number, slots) for number in range(4)]
    if sale is not None:
        weeks[1] = _slots(sale, seed * 10 + 5, slots)
    return _judged(slots, _slots(share if today is None else today, seed * 10 + 6, 0), weeks)


@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize(
    ("share", "slots", "bad"),
    [
        (0.95, HOUR // 3, False),  # twenty minutes
        (0.95, 2 * HOUR, True),  # a busy shop
        (0.95, 4 * HOUR, True),
        (0.15, 2 * HOUR, False),
        (0.15, 12 * HOUR, True),  # twenty calls a day
        (0.02, 12 * HOUR, False),
        (0.02, DAY, False),  # six calls a day are too few for any silence
    ],
)
def test_by_the_shops_own_pace(share: float, slots: int, bad: bool, seed: int) -> None:
    judgement = _shop(share, slots, seed=seed)
    assert outline(judgement) == (["request_gap medium"] if bad else [])
    assert holds(judgement, "request_gap") is not bad
    assert judgement.status == ("warning" if bad else "healthy")


@pytest.mark.parametrize("seed", range(1, 6))
def test_on_a_holiday_less_is_missed(seed: int) -> None:
    assert outline(_shop(0.3, 6 * HOUR, seed=seed)) == ["request_gap medium"]
    assert outline(_shop(0.3, 6 * HOUR, today=0.06, seed=seed)) == []


@pytest.mark.parametrize("seed", range(1, 6))
@pytest.mark.parametrize("share", [0.9, 0.6, 0.3])
def test_a_silence_that_goes_on_stays_one(share: float, seed: int) -> None:
    """Whoever looks every five minutes is told once, and whoever looks every minute as well."""
    weeks, today = [_slots(share, seed * 10 + number, DAY) for number in range(4)], _slots(share, seed * 10 + 6, 0)
    told = [bool(outline(_judged(slots, today, [{slot for slot in week if slot < slots} for week in weeks])))
            for slots in range(8 * HOUR)]  # fmt: skip
    assert told == sorted(told)
    assert told[-1]


def test_a_silence_that_goes_on_within_five_minutes_stays_one() -> None:
    weeks, today = [_slots(0.15, 340 + number, 9 * HOUR) for number in range(4)], _slots(0.15, 346, 0)
    told: list[bool] = []
    for minute in range(420, 450):
        known = [{slot for slot in week if slot <= minute // 5} for week in weeks]
        told.append(bool(outline(_judged(minute / 5, today, known))))
    assert told == sorted(told)
    assert told[-1]


def test_the_week_after_a_sale_is_an_ordinary_one() -> None:
    assert outline(_shop(0.02, 4 * HOUR, sale=0.9)) == []


def test_one_customers_many_pictures_are_one_call() -> None:
    """Five customers a day at any hour, each busy for forty minutes: ten hours without one are chance."""
    chance = random.Random(3)

    def day_by_day(since: int, end: int) -> set[int]:
        begins = [slot for slot in range(since, end) if chance.random() < 5 / DAY]
        return {slot + more for slot in begins for more in range(8)}

    weeks = [day_by_day(-DAY, 10 * HOUR) for _ in range(4)]
    assert min(sum(0 <= slot < 10 * HOUR for slot in week) for week in weeks) >= 8
    assert outline(_judged(10 * HOUR, day_by_day(-DAY, -8), weeks)) == []


def test_without_two_weeks_nothing_is_said() -> None:
    for judgement in (_judged(DAY, (), [_slots(0.9, 1, DAY)]), judged(usage=make_usage(rhythm=None))):
        assert outline(judgement) == []
        assert not holds(judgement, "request_gap")


def test_after_a_week_without_requests_the_shop_is_one_that_makes_none() -> None:
    weeks = [_slots(0.9, number, DAY) for number in range(4)]
    assert outline(_judged(DAY, _slots(0.9, 9, 0), weeks, last_days_ago=6.9)) == ["request_gap medium"]
    assert holds(_judged(DAY, _slots(0.9, 9, 0), weeks, last_days_ago=7.1), "request_gap")


def test_the_reason_is_in_words() -> None:
    (finding,) = _shop(0.95, 4 * HOUR).findings
    assert finding.message == "No requests to fal.ai, although it is a time at which they usually come"
    assert str(finding.evidence["reason"]).startswith("no requests for 4 hours; usually they come some ")
    assert "; by chance once in 10^" in str(finding.evidence["reason"])
    assert (finding.value, finding.unit, finding.evidence["weeksCompared"]) == (240, "minutes", 4)

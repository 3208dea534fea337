"""Who is on call."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.routing.rota import Override, Rota, override_of, people_of, rota_of

BERLIN = ZoneInfo("Europe/Berlin")
PEOPLE = people_of("ann: slack:U024, apprise:anns-phone; bob: mail:bob@shop.example\ncem: pagerduty")


def rota(text: str = "ann, bob, cem from 2026-10-05 09:00") -> Rota:
    return rota_of(text, BERLIN)


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


def test_people_are_reached_as_they_say() -> None:
    assert PEOPLE["ann"] == ("slack:U024", "apprise:anns-phone")
    assert PEOPLE["bob"] == ("mail:bob@shop.example",)


@pytest.mark.parametrize(
    ("at", "person"),
    [
        ("2026-10-05 09:00", "ann"),
        ("2026-10-12 08:59", "ann"),
        ("2026-10-12 09:00", "bob"),
        ("2026-10-19 09:00", "cem"),
        ("2026-10-26 08:59", "cem"),  # the clocks went back on the 25th
        ("2026-10-26 09:00", "ann"),
        ("2027-03-29 08:59", "ann"),  # and forward on the 28th
        ("2027-03-29 09:00", "bob"),
        ("2026-10-05 08:59", "cem"),  # before the first week somebody is on call as well
    ],
)
def test_a_week_each_handed_over_by_the_wall_clock(at: str, person: str) -> None:
    assert rota().on_call(berlin(at)) == person


def test_the_hand_over_is_at_the_same_hour_in_winter() -> None:
    assert rota().hands_over(berlin("2026-10-20 12:00")) == berlin("2026-10-26 09:00")


def test_a_stand_in_takes_part_of_a_week() -> None:
    christmas = Override(person="bob", start=berlin("2026-10-06 00:00"), end=berlin("2026-10-08 00:00"))
    evening = Override(person="cem", start=berlin("2026-10-07 18:00"), end=berlin("2026-10-07 22:00"))
    both = [evening, christmas]
    assert rota().on_call(berlin("2026-10-05 23:59"), both) == "ann"
    assert rota().on_call(berlin("2026-10-06 00:00"), both) == "bob"
    assert rota().on_call(berlin("2026-10-07 18:00"), both) == "cem"
    assert rota().on_call(berlin("2026-10-07 22:00"), both) == "bob"
    assert rota().on_call(berlin("2026-10-08 00:00"), both) == "ann"


def test_who_stands_in_from_an_hour_that_the_clock_shows_twice_begins_with_the_first() -> None:
    night = override_of("bob 2026-10-25 02:30 to 2026-10-25 06:00", BERLIN)
    shown = [
        datetime(2026, 10, 25, 2, minute, tzinfo=BERLIN, fold=fold) for fold, minute in [(0, 15), (0, 45), (1, 15)]
    ]
    assert [rota("ann from 2026-10-05 09:00").on_call(at, [night]) for at in shown] == ["ann", "bob", "bob"]


def test_who_does_not_answer_is_followed_by_the_next() -> None:
    assert [rota().row_from(person)[1] for person in ("ann", "cem", "dora")] == ["bob", "ann", "ann"]
    alone = rota("ann from 2026-10-05 09:00")
    assert alone.row_from("ann") == ("ann",)
    assert alone.on_call(berlin("2026-10-05 09:00") + timedelta(weeks=57)) == "ann"


def test_an_hour_that_the_clock_shows_twice_hands_over_once() -> None:
    night = rota("ann, bob from 2026-10-04 02:30")
    first, second = (datetime(2026, 10, 25, 2, 40, tzinfo=BERLIN, fold=fold) for fold in (0, 1))
    between = datetime(2026, 10, 25, 2, 10, tzinfo=BERLIN, fold=1)
    assert [night.on_call(at.astimezone(UTC)) for at in (first, between, second)] == ["bob"] * 3
    assert night.hands_over(between.astimezone(UTC)) == berlin("2026-11-01 02:30")


def test_an_hour_that_the_clock_leaves_out_hands_over_after_it() -> None:
    night = rota("ann, bob from 2026-03-22 02:30")
    assert night.hands_over(berlin("2026-03-28 12:00")) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert night.on_call(datetime(2026, 3, 29, 1, 29, tzinfo=UTC)) == "ann"
    assert night.on_call(datetime(2026, 3, 29, 1, 30, tzinfo=UTC)) == "bob"


def test_a_rota_has_the_time_zone_that_it_names() -> None:
    assert rota("ann from 2026-10-05 09:00 America/New_York").zone == ZoneInfo("America/New_York")
    assert rota("ann from 2026-10-05 09:00").zone == BERLIN


def test_who_stands_in_is_read_by_the_wall_clock() -> None:
    read = override_of("bob 2026-10-24 18:00 to 2026-10-26 09:00", BERLIN)
    assert (read.person, read.start, read.end) == ("bob", berlin("2026-10-24 18:00"), berlin("2026-10-26 09:00"))


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("ann, bob", "can't be read"),
        ("from 2026-10-05 09:00", "can't be read"),
        (", from 2026-10-05 09:00", "can't be read"),
        ("nobody, ann from 2026-10-05 09:00", "can't be read"),
        ("ann from 2026-13-05 09:00", "is no date"),
        ("ann from 2026-10-05 09:00 Europe/Nowhere", "no IANA time zone"),
    ],
)
def test_a_rota_that_can_not_be_read_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(ConfigurationError, match="ON_CALL") as refused:
        rota_of(text, BERLIN)
    assert complaint in str(refused.value)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("bob 2026-12-24 to 2026-12-27", "can't be read"),
        ("bob 2026-12-24 18:00 to 2026-12-24 18:00", "ends before"),
        ("bob 2026-02-30 18:00 to 2026-12-24 18:00", "is no date"),
    ],
)
def test_who_stands_in_at_no_time_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(ConfigurationError, match="ON_CALL") as refused:
        override_of(text, BERLIN)
    assert complaint in str(refused.value)


@pytest.mark.parametrize(
    "text", ["ann", "ann:", "Ann B: mail:a@b.example", "ann: slack; ann: mail", "nobody: mail:a@b.example"]
)
def test_people_that_can_not_be_read_are_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match="PEOPLE"):
        people_of(text)

"""Who is on call."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.routing.rota import Override, Rota, people_of, rota_of

BERLIN = ZoneInfo("Europe/Berlin")
PEOPLE = people_of("ann: slack:U024, apprise:anns-phone; bob: mail:bob@shop.example\ncem: pagerduty")


def rota(text: str = "ann, bob, cem from 2026-10-05 09:00") -> Rota:
    read = rota_of(text, BERLIN, PEOPLE)
    assert read is not None
    return read


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


def test_who_does_not_answer_is_followed_by_the_next() -> None:
    assert [rota().next_after(person) for person in ("ann", "cem", "dora")] == ["bob", "ann", "ann"]
    alone = rota("ann from 2026-10-05 09:00")
    assert alone.next_after("ann") == "ann"
    assert alone.on_call(berlin("2026-10-05 09:00") + timedelta(weeks=57)) == "ann"


def test_no_rota_is_none() -> None:
    assert rota_of(" ", BERLIN, PEOPLE) is None


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("ann, bob", "can't be read"),
        ("from 2026-10-05 09:00", "can't be read"),
        (", from 2026-10-05 09:00", "can't be read"),
        ("ann from 2026-13-05 09:00", "is no date"),
        ("ann, dora from 2026-10-05 09:00", "how to reach dora"),
    ],
)
def test_a_rota_that_can_not_be_read_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(ConfigurationError, match="ON_CALL") as refused:
        rota_of(text, BERLIN, PEOPLE)
    assert complaint in str(refused.value)


@pytest.mark.parametrize("text", ["ann", "ann:", "Ann B: mail:a@b.example", "ann: slack; ann: mail"])
def test_people_that_can_not_be_read_are_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match="PEOPLE"):
        people_of(text)

"""Who is asked, in which order, and when."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pawpop_monitoring.bootstrap.on_call_rules import on_call_of
from pawpop_monitoring.routing.on_call import OnCall

BERLIN = ZoneInfo("Europe/Berlin")
SET_UP = ("mail", "slack:ann", "apprise:bob", "webhook:ops")
REACH = ("mail", "slack", "apprise")
PEOPLE = "ann: slack:ann, mail:ann@shop.example; bob: apprise:bob; cem: mail:cem@shop.example"
DORA = "dora 2026-10-06 00:00 to 2026-10-07 00:00"
TURNS = "ann, bob, cem from 2026-10-05 09:00"


def on_call(turns: str = TURNS, people: str = PEOPLE, minutes: str = "10") -> OnCall:
    environment = {"PEOPLE": people, "ON_CALL": turns, "ESCALATION_MINUTES": minutes}
    return on_call_of(environment, BERLIN, SET_UP, REACH)


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


def asked(known: OnCall, at: str) -> Sequence[tuple[str, int]]:
    return [(each.person, each.after // timedelta(minutes=1)) for each in known.asked(berlin(at))]


def test_the_one_on_call_is_asked_at_once_and_the_next_ones_in_turn() -> None:
    assert asked(on_call(), "2026-10-12 09:00") == [("bob", 0), ("cem", 10), ("ann", 20)]
    assert on_call().asked(berlin("2026-10-05 09:00"))[0].ways == ("slack:ann", "mail:ann@shop.example")


def test_whoever_has_two_weeks_in_a_row_is_followed_by_somebody_else() -> None:
    """Nobody but ann was ever asked."""
    known = on_call("ann, ann, bob, ann, cem from 2026-10-05 09:00")
    assert asked(known, "2026-10-12 09:00") == [("ann", 0), ("bob", 10), ("cem", 20)]
    assert asked(known, "2026-10-19 09:00") == [("bob", 0), ("ann", 10), ("cem", 20)]


def test_a_swap_is_two_who_stand_in_for_each_other() -> None:
    swap = "\nbob 2026-10-05 09:00 to 2026-10-12 09:00\nann 2026-10-12 09:00 to 2026-10-19 09:00"
    known = on_call(TURNS + swap)
    people = [known.person(berlin(f"2026-10-{day} 12:00")) for day in ("05", "12", "19")]
    assert people == ["bob", "ann", "cem"]


def test_nobody_is_on_call_in_a_gap() -> None:
    known = on_call(f"{TURNS}; nobody 2026-10-06 00:00 to 2026-10-07 00:00")
    assert asked(known, "2026-10-06 12:00") == []
    assert known.person(berlin("2026-10-06 12:00")) is None
    assert not known.problems


def test_whoever_can_not_be_reached_is_passed_over_and_it_is_said() -> None:
    known = on_call(people="ann: slack:anna; bob: webhook:ops; cem: mail:cem@shop.example")
    assert asked(known, "2026-10-05 09:00") == [("cem", 0)]
    assert "slack:anna of ann is not set up" in known.problems["PEOPLE"]
    assert "bob would notice nothing" in known.problems["PEOPLE"]


def test_one_line_that_is_wrong_costs_only_itself() -> None:
    known = on_call(f"{TURNS}; bob someday", "ann: slack:ann; b!b: mail; cem: mail:cem@shop.example", "soon")
    assert asked(known, "2026-10-05 09:00") == [("ann", 0), ("cem", 15)]
    assert set(known.problems) == {"PEOPLE", "ON_CALL", "ESCALATION_MINUTES"}
    assert "someday" in known.problems["ON_CALL"]
    assert "how to reach bob" in known.problems["ON_CALL"]


@pytest.mark.parametrize("turns", ["", "ann, bob", "dora from 2026-10-05 09:00"])
def test_without_a_rota_that_can_be_used_nobody_is_asked(turns: str) -> None:
    known = on_call(turns)
    assert known.asked(berlin("2026-10-05 09:00")) == []
    assert ("ON_CALL" in known.problems) is bool(turns)


@pytest.mark.parametrize("minutes", ["0", "-1", "1.5", "٣", "9" * 5000])
def test_minutes_that_are_none_are_said_and_the_usual_ones_hold(minutes: str) -> None:
    known = on_call(minutes=minutes)
    assert asked(known, "2026-10-05 09:00")[1] == ("bob", 15)
    assert set(known.problems) == {"ESCALATION_MINUTES"}


@pytest.mark.parametrize(
    "turn", ["bob 0001-01-01 00:00 to 0001-01-02 00:00", "bob 2026-01-01 00:00 to 9999-12-31 23:59"]
)
def test_a_moment_that_no_clock_shows_costs_only_its_line(turn: str) -> None:
    known = on_call(f"{TURNS}; {turn}")
    assert asked(known, "2026-10-05 09:00")[0] == ("ann", 0)
    assert "is no date and time" in known.problems["ON_CALL"]


def test_who_hears_instead_of_somebody_unknown_is_said_as_it_is() -> None:
    assert (
        "reach dora: say so in PEOPLE. Until then the next one is asked."
        in on_call(f"{TURNS}; {DORA}").problems["ON_CALL"]
    )
    alone = on_call("dora from 2026-10-05 09:00")
    assert "reach dora: say so in PEOPLE. Until then mail and all that rings hear." in alone.problems["ON_CALL"]


def test_duties_are_told_one_after_the_other_and_alike_ones_as_one() -> None:
    known = on_call("ann, bob from 2026-10-19 09:00; bob 2026-10-24 18:00 to 2026-10-26 09:00")
    duties = known.duties(berlin("2026-10-20 12:00"), berlin("2026-11-03 12:00"))
    assert [(each.person, each.start, each.end) for each in duties] == [
        ("ann", berlin("2026-10-20 12:00"), berlin("2026-10-24 18:00")),
        ("bob", berlin("2026-10-24 18:00"), berlin("2026-11-02 09:00")),
        ("ann", berlin("2026-11-02 09:00"), berlin("2026-11-03 12:00")),
    ]


def test_duties_go_on_through_an_hour_that_the_clock_shows_twice() -> None:
    known = on_call("ann, bob from 2026-10-04 02:30")
    duties = known.duties(datetime(2026, 10, 25, 1, 5, tzinfo=UTC), berlin("2026-11-02 00:00"))
    assert [each.person for each in duties] == ["bob", "ann"]

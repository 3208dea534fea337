"""GET /on-call, as the settings have it."""

from datetime import UTC, datetime

from functions.get_on_call.app import run
from pawpop_monitoring.bootstrap.on_call_services import OnCallServices
from pawpop_monitoring.bootstrap.routing_rules import routing_rules

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
SETTINGS = {
    "PEOPLE": "ann: mail:ann@shop.example; bob: mail:bob@shop.example",
    "ON_CALL": "ann, bob from 2026-11-23 09:00 Europe/Vienna; nobody 2026-12-24 00:00 to 2026-12-25 00:00",
}


def services(**settings: str) -> OnCallServices:
    on_call = routing_rules(SETTINGS | settings).routes.on_call
    return OnCallServices(on_call, tuple(on_call.problems.values()), lambda: NOW)


def test_it_says_who_and_until_when_and_who_is_next() -> None:
    answer = run(services())
    assert (answer.person, answer.until) == ("ann", datetime(2026, 11, 30, 8, tzinfo=UTC))
    assert [(each.person, each.after_minutes) for each in answer.asked] == [("ann", 0), ("bob", 15)]
    assert [duty.person for duty in answer.duties] == ["ann", "bob", "ann", "bob", "ann", None]
    assert (answer.time_zone, answer.problems) == ("Europe/Vienna", ())


def test_without_a_rota_nobody_is_and_no_moment_is_told() -> None:
    answer = run(services(ON_CALL=""))
    assert (answer.person, answer.until, answer.asked, answer.duties) == (None, None, (), ())


def test_what_is_wrong_is_said() -> None:
    answer = run(services(ON_CALL="ann someday"))
    assert "can't be read" in answer.problems[0]

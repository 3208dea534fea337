"""Routes as people write them."""

from datetime import datetime, time

import pytest

from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.routing.conditions import Conditions, Hours
from pawpop_monitoring.routing.notation import routes_of

SERVICES = ("supabase", "stripe", "fal-ai", "site")
LOUD = frozenset({Severity.HIGH, Severity.CRITICAL})


def conditions(text: str) -> Conditions:
    (route,) = routes_of(f"{text} -> mail", SERVICES).routes
    return route.conditions


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("any", Conditions()),
        ("critical", Conditions(severities=frozenset({Severity.CRITICAL}))),
        ("high, critical", Conditions(severities=LOUD)),
        ("HIGH+", Conditions(severities=LOUD)),
        ("low+", Conditions(severities=frozenset(Severity))),
        ("fal-ai", Conditions(services=frozenset({"fal-ai"}))),
        ("stripe.undelivered", Conditions(rules=frozenset({"stripe:undelivered"}))),
        ("stripe:undelivered", Conditions(rules=frozenset({"stripe:undelivered"}))),
        ("resolved", Conditions(kinds=frozenset({TransitionKind.RESOLVED}))),
        ("sat", Conditions(days=frozenset({5}))),
        ("fri-mon", Conditions(days=frozenset({4, 5, 6, 0}))),
        ("mon tue", Conditions(days=frozenset({0, 1}))),
        ("22:00-07:30", Conditions(hours=(Hours(time(22), time(7, 30)),))),
        ("08:00-24:00", Conditions(hours=(Hours(time(8), time(0)),))),
        (
            "stripe high 08:00-20:00 mon-fri",
            Conditions(
                severities=frozenset({Severity.HIGH}),
                services=frozenset({"stripe"}),
                hours=(Hours(time(8), time(20)),),
                days=frozenset(range(5)),
            ),
        ),
    ],
)
def test_conditions_are_read(text: str, read: Conditions) -> None:
    assert conditions(text) == read


def test_routes_stand_on_lines_or_between_semicolons() -> None:
    routes = routes_of("critical -> mail, pagerduty ;\n any->webhook:ops,apprise:phone\n\n", SERVICES).routes
    assert [route.channels for route in routes] == [("mail", "pagerduty"), ("webhook:ops", "apprise:phone")]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "there is none"),
        (" ; ", "there is none"),
        ("critical mail", "no arrow"),
        ("-> mail", "no condition"),
        ("critical ->", "no channel"),
        ("critical -> ,", "no channel"),
        ("criticl -> mail", "'criticl' is no severity"),
        ("printifi:x -> mail", "'printifi:x' is no severity"),
        ("stripe:undeliverd -> mail", "no rule 'stripe:undeliverd'; stripe has unreachable, consecutive_failures,"),
        ("site:late -> mail", "no rule 'site:late'; site has manual. "),
        ("25:00-07:00 -> mail", "'25:00-07:00' is no"),
        ("critical -> Mail Box", "'Mail Box' is no name"),
        ("mon-xyz -> mail", "'mon-xyz' is no"),
    ],
)
def test_what_can_not_be_read_is_named(text: str, complaint: str) -> None:
    with pytest.raises(ConfigurationError, match="ROUTES") as refused:
        routes_of(text, SERVICES)
    assert complaint in str(refused.value)


def test_all_wrong_routes_are_named_at_once() -> None:
    with pytest.raises(ConfigurationError) as refused:
        routes_of("hight -> mail; low -> mail; never -> mail", SERVICES)
    assert "hight" in str(refused.value)
    assert "never" in str(refused.value)


@pytest.mark.parametrize(
    ("hours", "inside", "outside"),
    [
        (Hours(time(8), time(20)), ("08:00", "19:59"), ("07:59", "20:00")),
        (Hours(time(22), time(7)), ("22:00", "23:59", "00:00", "06:59"), ("21:59", "07:00", "12:00")),
        (Hours(time(8), time(0)), ("08:00", "23:59"), ("00:00", "07:59")),
        (Hours(time(0), time(0)), ("00:00", "12:00"), ()),
    ],
)
def test_hours_begin_with_the_first_and_end_before_the_last_minute(
    hours: Hours, inside: tuple[str, ...], outside: tuple[str, ...]
) -> None:
    def at(text: str) -> time:
        return datetime.strptime(text, "%H:%M").time()  # noqa: DTZ007

    assert all(at(text) in hours for text in inside)
    assert not any(at(text) in hours for text in outside)

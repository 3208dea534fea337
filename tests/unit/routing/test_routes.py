"""Who hears of a step."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pawpop_monitoring.domain.errors import ConfigurationError
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import Transition, TransitionKind
from pawpop_monitoring.routing.conditions import Step
from pawpop_monitoring.routing.coverage import check_routes
from pawpop_monitoring.routing.defaults import default_routes
from pawpop_monitoring.routing.notation import routes_of
from pawpop_monitoring.routing.routes import Destinations, Routes
from tests.factories import NOW, make_alert

SERVICES = ("supabase", "stripe")
PEOPLE = ("mail", "slack", "pagerduty", "apprise")
NIGHT, NOON = (datetime(2026, 11, 26, hour) for hour in (3, 12))  # noqa: DTZ001  wall clock


def step(**changes: Any) -> Step:
    known: dict[str, Any] = {
        "severity": Severity.HIGH,
        "service": "stripe",
        "rule": "undelivered",
        "kind": TransitionKind.OPENED,
        "at": NOON,
    }
    return Step(**known | changes)


def routes(text: str) -> Routes:
    return routes_of(text, SERVICES)


def test_every_route_that_holds_adds_its_channels_each_once() -> None:
    several = routes("any -> mail; high+ -> slack, mail; supabase -> webhook:db")
    assert several.of(step()).now == ("mail", "slack")


def test_who_heard_a_milder_form_hears_what_follows_if_they_heard() -> None:
    by_severity = routes("medium -> slack; critical -> mail, pagerduty")
    worse = step(severity=Severity.CRITICAL, kind=TransitionKind.ESCALATED)
    assert by_severity.of(worse) == Destinations(("mail", "pagerduty"), ("slack",))


def test_an_end_goes_to_whoever_heard_at_whatever_hour() -> None:
    by_night = routes("high 22:00-07:00 -> pagerduty; any opened -> slack; low -> webhook:ops")
    end = step(kind=TransitionKind.RESOLVED)
    assert by_night.of(end) == Destinations((), ("pagerduty", "slack", "webhook:ops"))


def test_a_rule_is_told_apart_from_its_service() -> None:
    one_rule = routes("stripe:undelivered supabase -> mail")
    assert one_rule.of(step()).now == ("mail",)
    assert one_rule.of(step(service="supabase", rule="locks")).now == ("mail",)
    assert one_rule.of(step(rule="webhook_gap")).now == ()


def test_the_worst_that_people_heard_decides() -> None:
    milder = make_alert(severity=Severity.MEDIUM, notified_severity=Severity.CRITICAL)
    end = Transition(kind=TransitionKind.RESOLVED, alert=milder, at=NOW)
    assert Step.of(end, NOON).severity is Severity.CRITICAL
    before = Transition(
        kind=TransitionKind.REMINDED,
        alert=make_alert(severity=Severity.LOW),
        at=NOW,
        previous_notified_severity=Severity.HIGH,
    )
    assert Step.of(before, NOON).severity is Severity.HIGH


def test_by_default_all_goes_by_mail_and_what_is_critical_also_rings() -> None:
    default = default_routes(["webhook:ops"], ["pagerduty"])
    assert default.of(step()).now == ("mail", "webhook:ops")
    assert default.of(step(severity=Severity.CRITICAL)).now == ("mail", "webhook:ops", "pagerduty")
    assert default_routes([], []).of(step(severity=Severity.CRITICAL)).now == ("mail",)


@pytest.mark.parametrize(
    "text",
    [
        "any -> mail",
        "critical -> pagerduty; low -> webhook:ops",
        "critical 08:00-20:00 -> slack; critical 20:00-08:00 -> pagerduty",
        "critical mon-fri -> slack; critical sat-sun -> mail",
        "supabase -> mail; critical -> slack:C123",
        "critical opened -> mail; critical escalated -> slack",
    ],
)
def test_these_leave_nothing_critical_unheard(text: str) -> None:
    check_routes(routes(text), (*PEOPLE, "webhook:ops"), PEOPLE)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("high -> mail", "any other alerts become critical on Monday 00:00"),
        ("critical -> webhook:ops", "any other alerts become critical"),
        ("critical 08:00-20:00 -> mail", "on Monday 00:00"),
        ("critical 08:00-20:00 -> mail; critical 20:01-08:00 -> mail", "on Monday 20:00"),
        ("critical mon-sat -> mail", "on Sunday 00:00"),
        ("supabase -> mail", "any other alerts"),
        ("critical opened -> mail", "any other alerts"),
        ("any -> mail; critical -> pagerdude", "'pagerdude' is not set up; there are: apprise"),
        ("any -> webhook:shop", "'webhook:shop' is not set up"),
    ],
)
def test_these_are_refused(text: str, complaint: str) -> None:
    with pytest.raises(ConfigurationError, match="ROUTES") as refused:
        check_routes(routes(text), (*PEOPLE, "webhook:ops"), PEOPLE)
    assert complaint in str(refused.value)


words = st.sampled_from(
    ["critical", "high+", "low", "supabase", "stripe:undelivered", "opened", "resolved", "sat", "22:00-07:00", "any"]
)
lines = st.builds(
    lambda left, right: f"{' '.join(left)} -> {', '.join(right)}",
    st.lists(words, min_size=1, max_size=4),
    st.lists(st.sampled_from(["mail", "slack", "webhook:ops"]), min_size=1, max_size=2),
)


@given(
    text=st.lists(lines, min_size=1, max_size=5).map(";".join),
    severities=st.tuples(st.sampled_from(Severity), st.sampled_from(Severity)),
    kind=st.sampled_from(TransitionKind),
    hours=st.tuples(st.sampled_from([NIGHT, NOON]), st.sampled_from([NIGHT, NOON])),
)
def test_whoever_heard_something_may_hear_the_end(
    text: str, severities: tuple[Severity, Severity], kind: TransitionKind, hours: tuple[datetime, datetime]
) -> None:
    milder, worse = sorted(severities, key=lambda severity: severity.rank)
    several = routes(text)
    heard = several.of(step(severity=milder, kind=kind, at=hours[0])).now
    end = several.of(step(severity=worse, kind=TransitionKind.RESOLVED, at=hours[1]))
    assert set(heard) <= set(end.if_heard)
    assert not end.now

"""POST /silences: names that exist, a count of what is covered, and all alerts only in so many words."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from functions.manage_silences.app import begin, end
from pawpop_monitoring.alerting.apply.silence_commands import SilenceCommands
from pawpop_monitoring.bootstrap.silence_services import SilenceServices
from pawpop_monitoring.contracts.silence_requests import CreateSilenceRequest, SilenceChangedResponse
from pawpop_monitoring.domain.alert import Alert
from pawpop_monitoring.domain.errors import InvalidRequestError
from pawpop_monitoring.domain.service import services_with
from tests.factories import NOW
from tests.fakes.silence_store import InMemorySilenceStore
from tests.fakes.standby_store import InMemoryStandbyStore
from tests.unit.notifications.messages import alert

FAR = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
HOURS = 60


def _alert(service: str, rule: str, target: str = "") -> Alert:
    fingerprint = ":".join(filter(None, (service, rule, target)))
    return alert(id=f"alert_{fingerprint}", service=service, rule=rule, fingerprint=fingerprint)


OPEN = (
    _alert("supabase", "connections"),
    _alert("supabase", "locks"),
    _alert("stripe", "unreachable"),
    _alert("system", "stale_check", "stripe"),
    _alert("supabase", "judged_by_an_older_version"),
)


@pytest.fixture
def services() -> SilenceServices:
    standby = InMemoryStandbyStore()
    for each in OPEN:
        standby.put(each)
    return SilenceServices(
        SilenceCommands(InMemorySilenceStore()), lambda: NOW, standby=standby, known_services=services_with(["printer"])
    )


def _begin(services: SilenceServices, **fields: Any) -> SilenceChangedResponse:
    request = CreateSilenceRequest.model_validate({"minutes": 30, "reason": "deploy"} | fields)
    return begin(services, request, "admin")


@pytest.mark.parametrize(
    ("named", "covers"),
    [
        ({"service": "supabase"}, 3),
        ({"service": "printer"}, 0),
        ({"service": "printify"}, 0),
        ({"rule": "unreachable"}, 1),
        ({"service": "supabase", "rule": "unreachable"}, 0),
        ({"service": "supabase", "rule": "connections"}, 1),
        ({"fingerprint": "supabase:connections"}, 1),
        ({"fingerprint": "supabase:unreachable"}, 0),
        ({"fingerprint": "system:stale_check:stripe"}, 1),
        ({"fingerprint": "stripe:manual:0123456789ab"}, 0),
        ({"rule": "judged_by_an_older_version"}, 1),
        ({"all": True}, 5),
    ],
)
def test_the_answer_says_how_many_open_alerts_are_covered(
    services: SilenceServices, named: dict[str, Any], covers: int
) -> None:
    began = _begin(services, **named)
    assert began.covers == covers
    assert end(services, began.silence.id).covers == covers


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ({"fingerprint": "supabase.connections"}, (None, None, "supabase:connections")),
        ({"fingerprint": "system.stale_check.stripe"}, (None, None, "system:stale_check:stripe")),
        ({"fingerprint": "system:stale_check"}, ("system", "stale_check", None)),  # covered nothing before
        ({"fingerprint": "supabase.manual"}, ("supabase", "manual", None)),
        ({"rule": "supabase.connections"}, ("supabase", "connections", None)),
        ({"rule": "supabase:connections"}, ("supabase", "connections", None)),
        ({"service": "supabase", "rule": "supabase.connections"}, ("supabase", "connections", None)),
    ],
)
def test_names_are_understood_as_tables_write_them(
    services: SilenceServices, written: dict[str, str], meant: Sequence[str | None]
) -> None:
    silence = _begin(services, **written).silence
    assert (silence.service, silence.rule, silence.fingerprint) == meant


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ({"service": "strpe"}, "service: .*'strpe'; did you mean stripe"),
        ({"service": "fal.ai"}, "service: .*'fal.ai'; did you mean fal-ai"),
        ({"service": ""}, "service: .*must be one of"),
        ({"service": "zzz"}, "service: .*must be one of supabase, fal-ai, stripe"),
        ({"rule": "unreachabel"}, "rule: .*did you mean unreachable"),
        ({"service": "stripe", "rule": "connections"}, "rule: "),
        ({"service": "stripe", "rule": "supabase.connections"}, "rule: .*not a rule of stripe"),
        ({"fingerprint": "supabase:unreachabel"}, "fingerprint: .*did you mean supabase:unreachable"),
        ({"fingerprint": "unreachable"}, "fingerprint: "),
        ({"fingerprint": "supabase:unreachable:db"}, "fingerprint: .*did you mean supabase:unreachable"),
        ({"fingerprint": "strpe:unreachable"}, "fingerprint: .*stripe:unreachable"),
        ({"service": "stripe", "fingerprint": "supabase:connections"}, "fingerprint: .*another service"),
        ({"rule": "locks", "fingerprint": "supabase:connections"}, "fingerprint: .*another service or rule"),
        ({}, "service, rule or fingerprint.*critical"),
        ({"service": None}, "service, rule or fingerprint"),
        ({"all": False}, "service, rule or fingerprint"),
        ({"all": True, "service": "stripe"}, "all: "),
        ({"all": True, "minutes": 24 * HOURS + 1}, "24 hours"),
        ({"service": "stripe", "minutes": 43_200, "startsAt": FAR}, "startsAt: .*year"),
        ({"service": "stripe", "minutes": 5, "startsAt": NOW + timedelta(days=367)}, "startsAt: .*year"),
        ({"service": "stripe", "minutes": 5, "startsAt": NOW - timedelta(days=30)}, "endsAt"),
    ],
)
def test_what_covers_nothing_or_everything_by_mistake_is_refused(
    services: SilenceServices, named: dict[str, Any], told: str
) -> None:
    with pytest.raises(InvalidRequestError, match=told):
        _begin(services, **named)
    assert services.silences.all() == []


@pytest.mark.parametrize("all_alerts", ["yes", "true", "on", 1])
def test_what_a_script_makes_of_a_variable_silences_nothing_at_all(all_alerts: object) -> None:
    with pytest.raises(ValidationError, match="valid boolean"):
        CreateSilenceRequest.model_validate({"minutes": 30, "reason": "deploy", "all": all_alerts})


@pytest.mark.parametrize("minutes", [True, "10", 1.5])
def test_only_a_number_of_minutes_silences(minutes: object) -> None:
    with pytest.raises(ValidationError, match="valid integer"):
        CreateSilenceRequest.model_validate({"minutes": minutes, "reason": "deploy", "service": "stripe"})


def test_all_are_silenced_for_a_day_at_most_and_it_is_said(services: SilenceServices) -> None:
    began = _begin(services, all=True, minutes=24 * HOURS)
    assert "critical" in began.message
    assert services.silences.all()[0].covers("supabase", "unreachable", "supabase:unreachable")


def test_a_silence_may_be_planned_a_year_ahead_and_last_a_month(services: SilenceServices) -> None:
    _begin(services, service="stripe", minutes=30 * 24 * HOURS, startsAt=NOW + timedelta(days=366))

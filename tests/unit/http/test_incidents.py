"""What the public is told: drafted from alerts, published by a person alone, and each note once."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from functions.manage_incidents.app import publish, show, update
from pawpop_monitoring.bootstrap.incident_services import IncidentServices
from pawpop_monitoring.contracts.incident_requests import (
    IncidentView,
    PublishIncidentRequest,
    UpdateIncidentRequest,
)
from pawpop_monitoring.domain.component import DEFAULT_COMPONENTS
from pawpop_monitoring.domain.errors import ConflictError, InvalidRequestError, NotFoundError
from pawpop_monitoring.domain.public_incident import MOST_UPDATES
from pawpop_monitoring.domain.severity import Severity
from tests.factories import NOW, make_alert
from tests.fakes.alert_store import InMemoryAlertStore
from tests.fakes.incident_store import InMemoryIncidentStore
from tests.fakes.standby_store import InMemoryStandbyStore

PAYMENTS = make_alert(
    service="stripe",
    rule="payment_success_rate",
    severity=Severity.CRITICAL,
    message="91 % of payments of jane@example.com",
)


class Desk:
    """Publishes as the routes do, at a clock that can be moved."""

    def __init__(self) -> None:
        self.now: datetime = NOW
        self.standby = InMemoryStandbyStore()
        self.stored = InMemoryAlertStore(alerts={"alert_1": make_alert(id="alert_1")})
        self.services = IncidentServices(
            InMemoryIncidentStore(), self.standby, self.stored.find, DEFAULT_COMPONENTS, lambda: self.now
        )

    def publish(self, **fields: Any) -> IncidentView:
        given = {"title": "Some payments fail", "text": "We are looking into it.", "components": ["checkout"]}
        return publish(self.services, PublishIncidentRequest.model_validate(given | fields)).incident

    def update(self, incident: str, stage: str = "identified", text: str = "A bank declines cards.") -> IncidentView:
        request = UpdateIncidentRequest.model_validate({"stage": stage, "text": text})
        return update(self.services, incident, request).incident

    def drafts(self) -> list[tuple[str | None, str, str]]:
        return [(each.incident_id, each.stage.value, each.title) for each in show(self.services).drafts]


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_critical_alert_becomes_a_draft_and_nothing_else(desk: Desk) -> None:
    desk.standby.put(PAYMENTS)
    shown = show(desk.services)
    (draft,) = shown.drafts
    assert (draft.title, draft.components, draft.alert_id) == ("Some payments fail", ("checkout",), PAYMENTS.id)
    assert shown.incidents == ()
    assert "jane" not in shown.model_dump_json()


@pytest.mark.parametrize("severity", [Severity.LOW, Severity.MEDIUM, Severity.HIGH])
def test_what_is_not_critical_is_none_of_the_publics_business(severity: Severity, desk: Desk) -> None:
    desk.standby.put(make_alert(severity=severity))
    assert desk.drafts() == []


def test_an_alert_of_no_component_is_drafted_too(desk: Desk) -> None:
    desk.standby.put(make_alert(service="printify", rule="manual", severity=Severity.CRITICAL))
    assert desk.drafts() == [(None, "investigating", "Trouble with the shop")]


def test_once_published_its_end_is_drafted(desk: Desk) -> None:
    desk.standby.put(PAYMENTS)
    incident = desk.publish(alertId=PAYMENTS.id)
    assert desk.drafts() == []
    desk.standby.forget(PAYMENTS)
    assert desk.drafts() == [(incident.id, "resolved", "Some payments fail")]
    desk.update(incident.id, "resolved", "It works again.")
    assert desk.drafts() == []


def test_a_second_tap_publishes_nothing_twice(desk: Desk) -> None:
    first = desk.publish()
    desk.now += timedelta(seconds=2)
    assert desk.publish() == first
    note = desk.update(first.id)
    desk.now += timedelta(seconds=2)
    assert desk.update(first.id) == note
    assert [each.stage for each in note.updates] == ["investigating", "identified"]


def test_an_alert_has_one_open_incident(desk: Desk) -> None:
    desk.publish(alertId="alert_1")
    with pytest.raises(ConflictError, match="incident_"):
        desk.publish(alertId="alert_1", text="Another text.")


def test_an_alert_that_does_not_exist_has_no_incident(desk: Desk) -> None:
    with pytest.raises(NotFoundError, match=r"no alert with the id 'alert_9'.*leave alertId out"):
        desk.publish(alertId="alert_9")
    assert show(desk.services).incidents == ()


@pytest.mark.parametrize("down", ["stored", "standby"])
def test_what_can_not_be_looked_up_is_published(down: str, desk: Desk) -> None:
    getattr(desk, down).unavailable = True
    assert desk.publish(alertId="alert_9").alert_id == "alert_9"


def test_the_database_is_not_asked_for_what_is_known_without_it(desk: Desk) -> None:
    desk.standby.put(PAYMENTS)
    desk.stored.unavailable = True
    assert desk.publish(alertId=PAYMENTS.id).alert_id == PAYMENTS.id


def test_an_alert_that_ended_without_the_database_exists(desk: Desk) -> None:
    desk.standby.hold_end(PAYMENTS, None)
    assert desk.publish(alertId=PAYMENTS.id).alert_id == PAYMENTS.id


def _publish_behind(desk: Desk, first: str, second: str, alert: str | None) -> tuple[IncidentView, IncidentView]:
    """Two at once: the second has read what was told before the first was."""
    desk.publish(alertId="alert_1", text="Of the week before.")
    desk.update(show(desk.services).incidents[0].id, "resolved")
    store, seen = desk.services.store, desk.services.store.incidents()
    published = desk.publish(alertId=alert, text=first)
    desk.now += timedelta(milliseconds=3)
    behind, by_now = iter([seen]), store.incidents
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "incidents", lambda: next(behind, None) or by_now())
        return published, desk.publish(alertId=alert, text=second)


@pytest.mark.parametrize("alert", ["alert_1", None])
def test_two_who_say_the_same_at_once_publish_one(alert: str | None, desk: Desk) -> None:
    first, second = _publish_behind(desk, "The same.", "The same.", alert)
    assert first == second


def test_two_who_publish_an_alert_at_once_publish_one(desk: Desk) -> None:
    with pytest.raises(ConflictError, match="published already"):
        _publish_behind(desk, "One.", "Another.", "alert_1")


def test_two_at_once_that_are_of_no_alert_are_two(desk: Desk) -> None:
    first, second = _publish_behind(desk, "One.", "Another.", None)
    assert first != second


def test_what_is_resolved_stays_so(desk: Desk) -> None:
    incident = desk.publish()
    desk.update(incident.id, "resolved", "It works again.")
    with pytest.raises(ConflictError):
        desk.update(incident.id)


@pytest.mark.parametrize(("notes", "fits"), [(MOST_UPDATES - 2, True), (MOST_UPDATES - 1, False)])
def test_notes_are_bounded_but_not_their_end(notes: int, fits: bool, desk: Desk) -> None:
    incident = desk.publish()
    for number in range(notes):
        desk.update(incident.id, text=f"Note {number}")
    if fits:
        desk.update(incident.id)
    else:
        with pytest.raises(ConflictError):
            desk.update(incident.id)
    assert desk.update(incident.id, "resolved").stage == "resolved"


def test_components_must_exist(desk: Desk) -> None:
    with pytest.raises(InvalidRequestError, match="shop, portraits, checkout"):
        desk.publish(components=["stripe"])


def test_an_unknown_incident_is_said(desk: Desk) -> None:
    with pytest.raises(NotFoundError):
        desk.update("incident_9")


@pytest.mark.parametrize(
    "wrong", [{"text": " "}, {"text": "x" * 1001}, {"title": ""}, {"impact": "maintenance"}, {"stage": "over"}]
)
def test_what_can_not_be_published_is_refused(wrong: dict[str, Any], desk: Desk) -> None:
    with pytest.raises(ValidationError):
        desk.publish(**wrong)

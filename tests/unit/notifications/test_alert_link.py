"""Links in mails, pressed: GET changes nothing, POST does what the link says, and every refusal is a page."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest

from functions.alert_link import app
from pawpop_monitoring.bootstrap.alert_link_services import LinkServices
from pawpop_monitoring.contracts.link_claims import Action, AlertLink
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from tests.factories import NOW, make_finding
from tests.unit.alerting.world import World

EVENTS = Path("events/alert_link")
KEY = "key"


@dataclass
class Desk:
    """One open alert, and somebody with a mail about it."""

    world: World = field(default_factory=World)
    key: Callable[[], str] = lambda: KEY
    at: datetime = NOW

    def __post_init__(self) -> None:
        self.alert = self.world.commands.create(make_finding(), NOW)

    def get(self, action: Action = "acknowledge", **changes: str) -> dict[str, Any]:
        return self._request("GET", action, None, changes)

    def press(self, action: Action = "acknowledge", body: str | None = "confirm=yes", **changes: str) -> dict[str, Any]:
        return self._request("POST", action, body, changes)

    def opened_at(self, alert_id: str) -> datetime | None:
        told = [
            step.at
            for step in self.world.store.transitions.values()
            if step.alert.id == alert_id and step.kind == "opened"
        ]
        return max(told, default=None)

    @property
    def stored(self) -> Alert:
        return self.world.store.alerts[self.alert.id]

    def _request(self, method: str, action: Action, body: str | None, changes: dict[str, str]) -> dict[str, Any]:
        query = AlertLink(self.alert.id, action, NOW + timedelta(days=7)).query(KEY)
        event = {
            "httpMethod": method,
            "queryStringParameters": dict(parse_qsl(query)) | changes,
            "body": body,
            "isBase64Encoded": False,
            "headers": {},
            "requestContext": {"identity": {"sourceIp": "203.0.113.7"}, "requestId": "request-1"},
        }
        services = LinkServices(
            self.world.commands, self.world.commands.find, self.key, lambda: self.at, self.opened_at
        )
        page = app.run(services, event)
        return app.template().answer(page.status, page)


@pytest.mark.parametrize("action", ["acknowledge", "resolve"])
def test_opening_a_link_changes_nothing(action: Action) -> None:
    desk = Desk()
    before = desk.stored
    for _ in range(5):
        answer = desk.get(action)
    assert answer["statusCode"] == 200
    assert "High connection usage detected" in answer["body"]
    assert '<form method="post">' in answer["body"]
    assert desk.stored == before


def test_the_button_acknowledges() -> None:
    desk = Desk()
    assert desk.press()["statusCode"] == 200
    assert (desk.stored.status, desk.stored.acknowledged_by) == (AlertStatus.ACKNOWLEDGED, "mail link")


def test_what_the_button_did_is_in_the_audit_log(caplog: pytest.LogCaptureFixture) -> None:
    desk = Desk()
    with caplog.at_level("INFO"):
        desk.get()
        desk.press()
    (line,) = (vars(record) for record in caplog.records if record.message == "audit")
    assert (line["action"], line["target"], line["by"]) == ("acknowledge", desk.alert.id, "mail link")
    assert line["source_ip"] == "203.0.113.7"


def test_the_button_resolves_and_everybody_hears_of_it() -> None:
    desk = Desk()
    assert "Resolved: High connection usage" in desk.press("resolve")["body"]
    assert (desk.stored.status, desk.stored.resolved_by) == (AlertStatus.RESOLVED, "mail link")
    assert desk.world.queue.messages[-1].kind == "resolved"


def test_what_is_done_already_has_no_button() -> None:
    desk = Desk()
    desk.press()
    assert desk.press()["statusCode"] == 409
    page = desk.get()
    assert page["statusCode"] == 200
    assert "It is acknowledged already" in page["body"]
    assert "<form" not in page["body"]
    assert "<form" in desk.get("resolve")["body"]


@pytest.mark.parametrize("body", [None, "", "confirm=no", "confirm=yes&confirm=yes", "x", "\ud800"])
def test_a_post_without_the_button_does_nothing(body: str | None) -> None:
    desk = Desk()
    assert desk.press(body=body)["statusCode"] == 400
    assert desk.stored.status is AlertStatus.OPEN


@pytest.mark.parametrize(
    "changes", [{"do": "resolve"}, {"alert": "alert_other"}, {"until": "99999999999"}, {"signature": "é"}]
)
def test_a_changed_link_does_nothing(changes: dict[str, str]) -> None:
    desk = Desk()
    for answer in (desk.get("acknowledge", **changes), desk.press("acknowledge", "confirm=yes", **changes)):
        assert answer["statusCode"] == 403
        assert "This link does not work" in answer["body"]
    assert desk.stored.status is AlertStatus.OPEN


def test_an_old_link_does_nothing() -> None:
    desk = Desk(at=NOW + timedelta(days=7))
    assert (desk.get()["statusCode"], desk.press()["statusCode"]) == (410, 410)
    assert desk.stored.status is AlertStatus.OPEN


def test_an_alert_that_is_gone() -> None:
    desk = Desk()
    desk.world.store.alerts.clear()
    desk.world.standby.alerts.clear()
    assert (desk.get()["statusCode"], desk.press()["statusCode"]) == (404, 404)


def test_without_the_database_the_page_says_when_to_come_back() -> None:
    desk = Desk()
    desk.world.store.unavailable = desk.world.standby.unavailable = True
    for answer in (desk.get(), desk.press()):
        assert answer["statusCode"] == 503
        assert "reminders go on until then" in answer["body"]


def test_an_alert_can_be_closed_while_the_database_is_down() -> None:
    desk = Desk()
    desk.world.store.unavailable = True
    assert (desk.get("resolve")["statusCode"], desk.press("resolve")["statusCode"]) == (200, 200)
    assert desk.world.queue.messages[-1].kind == "resolved"


def test_an_alert_can_be_taken_on_while_the_database_is_down() -> None:
    desk = Desk()
    desk.world.store.unavailable = True
    assert (desk.get()["statusCode"], desk.press()["statusCode"]) == (200, 200)
    (known,) = desk.world.standby.alerts.values()
    assert (known.status, known.acknowledged_by) == (AlertStatus.ACKNOWLEDGED, "mail link")


def test_the_unexpected_is_a_page_too() -> None:
    def no_key() -> str:
        raise ConnectionError("secret-host.internal refused")

    answer = Desk(key=no_key).get()
    assert answer["statusCode"] == 500
    assert "secret-host" not in answer["body"]


def test_the_page_lets_nothing_in_and_gives_nothing_away() -> None:
    headers = Desk().get()["headers"]
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"].startswith("noindex")


def test_foreign_text_is_never_markup() -> None:
    desk = Desk()
    world = desk.world
    desk.alert = world.commands.create(make_finding(rule="manual", message="<script>alert(1)</script>"), NOW)
    page = desk.get()["body"]
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("case", ["open", "press"])
def test_the_sample_events(case: str) -> None:
    world = World()
    services = LinkServices(world.commands, world.commands.find, lambda: KEY, lambda: NOW)
    page = app.run(services, json.loads((EVENTS / f"{case}.json").read_text()))
    assert (page.status, page.title) == (404, "There is no such alert any more")


@pytest.mark.parametrize("action", ["acknowledge", "resolve"])
def test_a_link_does_not_work_again_after_a_reopen(action: Action) -> None:
    desk = Desk()
    assert desk.press("resolve")["statusCode"] == 200
    desk.world.commands.reopen(desk.alert.id, "Ann", NOW + timedelta(minutes=5))
    desk.at = NOW + timedelta(minutes=6)
    assert desk.press(action)["statusCode"] == 410
    assert desk.get(action)["statusCode"] == 410
    assert desk.stored.status is AlertStatus.OPEN


def test_links_of_a_mail_and_of_its_reminders_work_side_by_side() -> None:
    desk = Desk()
    desk.world.minute = 60
    desk.world.run_escalator()
    desk.at = NOW + timedelta(minutes=61)
    assert desk.press("acknowledge")["statusCode"] == 200


@pytest.mark.parametrize(("later", "outdated"), [(-1.0, False), (0.0, False), (0.9, False), (1.0, True)])
def test_a_link_is_outdated_by_an_opening_after_its_own(later: float, outdated: bool) -> None:
    link = AlertLink("a", "resolve", NOW + timedelta(days=7))
    assert link.is_outdated(NOW + timedelta(seconds=later)) is outdated

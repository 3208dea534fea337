"""The real page in a real browser over an API in memory that does what it is asked, so that taps can be watched."""

import json
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Page, Route

from functions.dashboard_page.app import run, site
from functions.manage_devices import app as manage_devices
from functions.manage_incidents.app import publish, show, update
from pawpop_monitoring.bootstrap.device_services import DeviceServices
from pawpop_monitoring.bootstrap.incident_services import IncidentServices
from pawpop_monitoring.contracts.alert_snapshot import AlertView
from pawpop_monitoring.contracts.alert_story_response import CurvePointView, CurveView, GetAlertResponse
from pawpop_monitoring.contracts.dashboard_response import DashboardAlerts, DashboardResponse, Viewer
from pawpop_monitoring.contracts.device_requests import AddDeviceRequest
from pawpop_monitoring.contracts.incident_requests import PublishIncidentRequest, UpdateIncidentRequest
from pawpop_monitoring.contracts.insights_response import Insights
from pawpop_monitoring.contracts.review import Review
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.alert_story import Happening, story_of
from pawpop_monitoring.domain.component import DEFAULT_COMPONENTS
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.snapshot import count_alerts
from pawpop_monitoring.domain.urgency import worst_first
from pawpop_monitoring.http.insights_view import view_of
from pawpop_monitoring.http.on_call_view import view_of as on_call_view
from pawpop_monitoring.notifications.content.guide import guide_of
from pawpop_monitoring.routing.on_call import OnCall
from tests.e2e.browser.chromium import sign_in
from tests.e2e.browser.scenes import Scene
from tests.factories import make_alert
from tests.fakes.incident_store import InMemoryIncidentStore

ORIGIN = "http://monitor.test"
_REFUSALS = {
    403: "This token may not do that; use one with a wider scope",
    503: "The alert store can't be reached right now.",
}
"""As the gateway and the API word them."""
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 900}


def alerts(*kinds: str, service: str = "printify") -> list[Alert]:
    """Open alerts of these severities, the first one the oldest; `critical!` is taken on by Ann."""
    now = datetime.now(UTC)
    return [
        make_alert(
            id=f"alert_{index}",
            service=service,
            rule="manual",
            fingerprint=f"{service}:manual:{index}",
            severity=Severity(kind.rstrip("!")),
            message=f"{kind.rstrip('!').capitalize()} matter {index}",
            timestamp=now - timedelta(minutes=60 - index),
            last_seen=now,
            details={},
            status=AlertStatus.ACKNOWLEDGED if kind.endswith("!") else AlertStatus.OPEN,
            acknowledged_at=now - timedelta(minutes=5) if kind.endswith("!") else None,
            acknowledged_by="Ann" if kind.endswith("!") else None,
        )
        for index, kind in enumerate(kinds)
    ]


@dataclass
class Desk:
    """The API's state; `refuse` answers every change with that status, `patched` are the bodies of changes.

    With `down` nothing answers, with `expired` the token is known no more.
    """

    scene: Scene
    alerts: list[Alert]
    scope: str = "admin"
    refuse: int = 0
    down: bool = False
    expired: bool = False
    patched: list[dict[str, Any]] = field(default_factory=list)
    silenced: list[dict[str, Any]] = field(default_factory=list)
    notes: list[Happening] = field(default_factory=list)
    tokens: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    incidents: InMemoryIncidentStore = field(default_factory=InMemoryIncidentStore)
    insights: Insights = field(default_factory=Insights)
    review: Review | None = None
    devices: DeviceServices | None = None

    def open(self, browser: Browser, fragment: str = "", token: str | None = "token", **options: Any) -> Page:
        """The page, signed in."""
        context = browser.new_context(**options)
        if token:
            sign_in(context, token)
        context.route("**/*", self._answer)
        page = context.new_page()
        page.set_default_timeout(5_000)
        page.on("pageerror", lambda error: self.failures.append(str(error)))
        page.on("console", lambda line: self.failures.append(line.text) if "Content Security" in line.text else None)
        page.goto(f"{ORIGIN}/prod/dashboard{fragment}")
        return page

    def _answer(self, route: Route) -> None:
        request = route.request
        parts = urlsplit(request.url)
        path = parts.path.removeprefix("/prod/")
        if not path.startswith("api/"):
            pieces = path.split("/")
            answer = run(site(), {"version": pieces[2], "asset": pieces[3]} if len(pieces) > 3 else {})
            route.fulfill(status=answer["statusCode"], headers=answer["headers"], body=answer["body"])
            return
        if self.down:
            route.abort()
            return
        self.tokens.append(request.headers.get("authorization", ""))
        status, body = self.answer(request.method, path, parse_qs(parts.query), request.post_data)
        route.fulfill(status=status, content_type="application/json", body=body)

    def answer(self, method: str, path: str, query: dict[str, list[str]], sent: str | None) -> tuple[int, str]:
        """Status and body of one request to the API."""
        if self.expired:
            return 401, json.dumps({"error": "Unauthorized"})
        kind, _, incident_id = path.removeprefix("api/monitoring/").partition("/")
        if kind == "devices" and self.devices:
            return self._devices(self.devices, method, incident_id, sent)
        return self._public(method, incident_id, sent) if kind == "incidents" else self._api(method, path, query, sent)

    def _devices(self, services: DeviceServices, method: str, device_id: str, sent: str | None) -> tuple[int, str]:
        match method:
            case "POST":
                told = manage_devices.add(services, AddDeviceRequest.model_validate_json(sent or ""), "Ann")
            case "DELETE":
                told = manage_devices.remove(services, device_id)
            case _:
                return 200, manage_devices.show(services).model_dump_json()
        return 200, told.model_dump_json()

    def _api(self, method: str, path: str, query: dict[str, list[str]], sent: str | None) -> tuple[int, str]:
        name = path.removeprefix("api/monitoring/")
        if method == "PATCH":
            return self._change(json.loads(sent or "{}"))
        if method == "POST" and name == "silences":
            self.silenced.append(json.loads(sent or "{}"))
            return 201, json.dumps({"message": "Silence begun", "silence": {}})
        if name == "dashboard":
            return 200, self._dashboard(query).model_dump_json()
        if name in ("silences", "insights", "on-call"):
            return 200, self._other(name)
        if match := re.fullmatch(r"alerts/(\w+)", name):
            return self._story(match[1])
        return (200, self._list(query)) if name == "alerts" else (404, json.dumps({"error": "There is no such route."}))

    def _other(self, name: str) -> str:
        now = datetime.now(UTC)
        if name == "on-call":
            return on_call_view(OnCall(), now, ()).model_dump_json()
        found = self.scene.silences if name == "silences" else view_of(self.insights, now, self.review)
        return found.model_dump_json()

    def _public(self, method: str, incident_id: str, sent: str | None) -> tuple[int, str]:
        standby = SimpleNamespace(open_alerts=lambda: self.alerts, entries=lambda: ())
        known = {alert.id: alert for alert in self.alerts}
        services = IncidentServices(self.incidents, standby, known.get, DEFAULT_COMPONENTS, lambda: datetime.now(UTC))
        match method:
            case "POST":
                told = publish(services, PublishIncidentRequest.model_validate_json(sent or ""))
            case "PATCH":
                told = update(services, incident_id, UpdateIncidentRequest.model_validate_json(sent or ""))
            case _:
                return 200, show(services).model_dump_json()
        return 200, told.model_dump_json()

    def _change(self, body: dict[str, Any]) -> tuple[int, str]:
        if self.refuse:
            return self.refuse, json.dumps({"error": _REFUSALS[self.refuse]})
        self.patched.append(body)
        now = datetime.now(UTC)
        alert = next(each for each in self.alerts if each.id == body["alertId"])
        match body["action"]:
            case "acknowledge":
                after = replace(alert, status=AlertStatus.ACKNOWLEDGED, acknowledged_at=now, acknowledged_by="Ann")
            case "resolve":
                after = replace(alert, status=AlertStatus.RESOLVED, resolved_at=now, resolved_by="Ann")
            case "reopen":
                after = replace(alert, status=AlertStatus.OPEN, resolved_at=None, resolved_by=None)
            case _:
                self.notes.append(Happening(at=now, kind="note", by="Ann", note=body["note"]))
                after = alert
        self.alerts = [after if each.id == alert.id else each for each in self.alerts]
        return 200, json.dumps({"message": f"Alert {body['action']}d successfully", "alert": {}})

    @property
    def open_alerts(self) -> list[Alert]:
        """The worst first."""
        return worst_first(alert for alert in self.alerts if not alert.resolved)

    def _dashboard(self, query: dict[str, list[str]]) -> DashboardResponse:
        newest = sorted(self.open_alerts, key=lambda alert: alert.timestamp, reverse=True)
        found = self.scene.dashboard
        shown = DashboardAlerts(
            **found.alerts.model_dump(by_alias=False, exclude={"recent", "worst"})
            | {name: getattr(count_alerts(newest), name) for name in ("total", *Severity)},
            recent=tuple(map(AlertView.of, newest[:10])),
            worst=tuple(map(AlertView.of, self.open_alerts[:10])),
        )
        critical = any(alert.severity is Severity.CRITICAL for alert in newest)
        worse = {"status": ServiceStatus.CRITICAL} if critical else {}
        viewer = Viewer(name="Ann", scope=self.scope)
        changes = {"alerts": shown, "viewer": viewer, "range": query["range"][0], "timestamp": datetime.now(UTC)}
        changes |= {"silences": self.scene.silences.silences}
        return found.model_copy(update=changes | worse)

    def _story(self, alert_id: str) -> tuple[int, str]:
        alert = next((each for each in self.alerts if each.id == alert_id), None)
        if alert is None:
            return 404, json.dumps({"error": f"There is no alert with the id {alert_id!r}."})
        told = Happening(at=alert.timestamp, kind="delivery", channel="email", outcome="accepted", note="opened")
        related = [each for each in self.alerts if each.id != alert_id][:3]
        story = story_of(alert, [told, *self.notes], related)
        begin = alert.timestamp - timedelta(hours=2)
        points = tuple(CurvePointView(t=begin + timedelta(minutes=5 * n), value=40 + n * 1.7) for n in range(30))
        curve = CurveView(label="Connections", unit="%", bound="max", threshold=80, step_seconds=300, points=points)
        has_number = "value" in alert.details
        answer = GetAlertResponse.of(story, datetime.now(UTC), guide_of(alert), curve if has_number else None)
        return 200, answer.model_dump_json()

    def _list(self, query: dict[str, list[str]]) -> str:
        over = query["resolved"] == ["true"]
        chosen = [alert for alert in self.alerts if alert.resolved] if over else self.open_alerts
        wanted = {name: query[name][0] for name in ("service", "severity") if name in query}
        chosen = [each for each in chosen if all(getattr(each, name) == value for name, value in wanted.items())]
        begin, limit = int(query.get("cursor", ["0"])[0]), int(query["limit"][0])
        following = str(begin + limit) if begin + limit < len(chosen) else None
        page = [AlertView.of(alert).model_dump(mode="json", by_alias=True) for alert in chosen[begin : begin + limit]]
        return json.dumps({"alerts": page, "total": len(chosen), "nextCursor": following})

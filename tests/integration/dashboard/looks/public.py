"""The pages without a token in each state: the status page, the pages of links, the forms, and the mails."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from functions.alert_link.app import _helped, template
from functions.status_subscription.app import template as subscription_template
from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.contracts.link_claims import AlertLink
from pawpop_monitoring.contracts.status_response import StatusResponse
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.component import DEFAULT_COMPONENTS
from pawpop_monitoring.domain.day_record import DAYS_SHOWN, DayRecord
from pawpop_monitoring.domain.observation import BROKEN
from pawpop_monitoring.domain.public_incident import Incident, IncidentUpdate, Stage
from pawpop_monitoring.domain.public_state import PublicState
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.silence import Silence
from pawpop_monitoring.domain.snapshot import ServiceSnapshot
from pawpop_monitoring.domain.transition import Transition, TransitionKind
from pawpop_monitoring.http import link_pages, subscription_pages
from pawpop_monitoring.http.status_page import StatusPage
from pawpop_monitoring.notifications.also_open import Beside
from pictures.mail_scenes import COMPOSER
from tests.integration.dashboard.board_desk import BoardDesk
from tests.integration.dashboard.looks.states import incident

_STATUS = StatusPage.load(Path("functions/status_page/templates"))
_PEOPLE = ("Ann Lee", "Bob")


def status_page(desk: BoardDesk) -> str:
    """GET /status: an incident is told of where something is critical, and the silences are maintenance."""
    now = datetime.now(UTC)
    found = desk.scene.dashboard
    snapshots = [
        ServiceSnapshot(
            service=name, status=each.status, last_check=each.last_check, details={BROKEN: _broken(desk, name)}
        )
        for name, each in found.services.items()
    ]
    records = _records(now) if desk.measures else ()
    told = _incidents(now) if any(alert.severity == "critical" for alert in desk.alerts) else ()
    silences = [
        Silence(
            id=each.id,
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            reason=each.reason,
            created_by=each.created_by,
            created_at=each.created_at,
            service=each.service,
        )
        for each in desk.scene.silences.silences
    ]
    status = StatusResponse.of(DEFAULT_COMPONENTS, snapshots, records, told, silences, now)
    return _STATUS.render(status, with_mails=True)


def _broken(desk: BoardDesk, service: str) -> dict[str, dict[str, str]]:
    of_it = [alert for alert in desk.open_alerts if alert.service == service]
    return {alert.fingerprint: {"severity": alert.severity} for alert in of_it}


def link_page(desk: BoardDesk) -> str:
    """What the button in a mail opens; with nothing open, what it says later on."""
    if desk.expired:
        page = link_pages.EXPIRED
    elif not desk.open_alerts:
        page = link_pages.OUTDATED
    else:
        alert = desk.open_alerts[0]
        link = AlertLink(alert.id, "acknowledge", datetime.now(UTC) + timedelta(days=1), _PEOPLE)
        page = _helped(link_pages.question(link, alert))
    return str(template().answer(page.status, page)["body"])


def pressed_page(desk: BoardDesk) -> str:
    """After the button was pressed, or why it could not be."""
    if not desk.open_alerts:
        page = link_pages.UNCONFIRMED
    else:
        alert = desk.open_alerts[0]
        now = datetime.now(UTC)
        taken = replace(alert, status=AlertStatus.ACKNOWLEDGED, acknowledged_at=now, acknowledged_by=_PEOPLE[0])
        page = _helped(link_pages.done(AlertLink(alert.id, "acknowledge", now, _PEOPLE), taken))
    return str(template().answer(page.status, page)["body"])


def subscription_page(_desk: BoardDesk) -> str:
    """Asking for mails about incidents."""
    return str(subscription_template().answer(200, subscription_pages.FORM)["body"])


def mail(desk: BoardDesk) -> str:
    """What is mailed about all that is open; with nothing open, the end of an alert."""
    steps = [_opened(alert) for alert in desk.open_alerts[:50] if alert.status is AlertStatus.OPEN] or [_over()]
    messages = [AlertMessage.of(step) for step in steps]
    told = messages[0] if len(messages) == 1 else AlertMessage.grouped(messages, "group/1")
    return COMPOSER.compose(Beside(_Open(desk))(told)).html


@dataclass(frozen=True)
class _Open:
    desk: BoardDesk

    def open_alerts(self) -> Sequence[Alert]:
        return self.desk.open_alerts


def _opened(alert: Alert) -> Transition:
    return Transition(kind=TransitionKind.OPENED, alert=alert, at=alert.timestamp, reason=Reason.OPENED)


def _over() -> Transition:
    now = datetime.now(UTC)
    over = replace(incident()[0], status=AlertStatus.RESOLVED, resolved_at=now, resolved_by="check")
    return Transition(kind=TransitionKind.RESOLVED, alert=over, at=now, reason=Reason.RESOLVED)


def _records(now: datetime) -> Sequence[DayRecord]:
    days = [now.date() - timedelta(days=back) for back in range(DAYS_SHOWN - 10)]
    return [
        DayRecord(
            service=service,
            day=day,
            up=80_000 if back else 30_000,
            down={7: 2_400.0, 31: 300.0}.get(back, 0) if service == "stripe" else 0,
            trouble=1_000 if back == 12 else 0,
        )
        for back, day in enumerate(days)
        for service in ("supabase", "fal-ai", "stripe", "site")
        if back not in {20, 21}
    ]


def _incidents(now: datetime) -> Sequence[Incident]:
    said = "Some payments fail. We are looking into it."
    begun = IncidentUpdate(now - timedelta(minutes=12), Stage.INVESTIGATING, said)
    found = IncidentUpdate(now - timedelta(minutes=3), Stage.IDENTIFIED, "Our payment provider has trouble.")
    over = IncidentUpdate(now - timedelta(days=6, hours=23), Stage.RESOLVED, "All orders of that evening were made.")
    past = Incident(
        id="incident_0",
        title="Portraits were slow",
        impact=PublicState.DEGRADED,
        components=("portraits",),
        updates=(IncidentUpdate(now - timedelta(days=7), Stage.INVESTIGATING, "We are looking into it."), over),
    )
    open_one = Incident(
        id="incident_1",
        title="Some payments fail",
        impact=PublicState.OUTAGE,
        components=("checkout",),
        updates=(begun, found),
    )
    return (open_one, past)


DOCUMENTS: Mapping[str, Callable[[BoardDesk], str]] = MappingProxyType(
    {
        "status": status_page,
        "link": link_page,
        "pressed": pressed_page,
        "subscribe": subscription_page,
        "mail": mail,
    }
)
"""Pages that are one document, by the names of their pictures."""

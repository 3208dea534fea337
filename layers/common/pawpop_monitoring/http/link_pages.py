"""What somebody reads who follows a link in a mail: what it would do, what it did, or why it did not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import quote

from pawpop_monitoring.contracts.link_claims import Action, AlertLink
from pawpop_monitoring.domain.alert import Alert, AlertStatus
from pawpop_monitoring.domain.errors import (
    ConflictError,
    ForbiddenError,
    InvalidRequestError,
    NotFoundError,
    StoreUnavailableError,
)

_BUTTONS: Mapping[Action, str] = MappingProxyType({"acknowledge": "Acknowledge", "resolve": "Resolve"})
_EFFECTS: Mapping[Action, str] = MappingProxyType(
    {
        "acknowledge": "Others see that somebody is on it, and the reminders stop. If it gets worse, it is told again.",
        "resolve": "The alert is closed, and everybody who heard of it is told. If it is still there, it opens anew.",
    }
)
_DONE: Mapping[Action, str] = MappingProxyType({"acknowledge": "Acknowledged", "resolve": "Resolved"})


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkPage:
    """One page. `tone` is a class of the style sheet; without a `button` there is nothing to do on it."""

    status: int
    title: str
    text: str
    tone: str = "neutral"
    icon: str = "🔗"
    badge: str = "PawPop Monitoring"
    button: str = ""
    people: tuple[str, ...] = ()
    steps: Sequence[str] = ()
    note: str = ""
    alert: Alert | None = None

    @property
    def dashboard(self) -> str:
        """The alert's own page, from here."""
        return f"dashboard#alert={quote(self.alert.id, safe='')}" if self.alert else ""

    @property
    def facts(self) -> Sequence[tuple[str, str]]:
        """What is known of the alert."""
        if self.alert is None:
            return ()
        by = self.alert.resolved_by or self.alert.acknowledged_by
        state = f"{self.alert.status} by {by}" if by else self.alert.status
        since = f"{self.alert.timestamp:%a %d %b %Y, %H:%M} UTC"
        return (("Since", since), ("Seen", f"{self.alert.occurrences} ×"), ("State", state), ("Alert", self.alert.id))


def question(link: AlertLink, alert: Alert) -> LinkPage:
    """Before anything happens; without a button where nothing is left to do."""
    if not _is_open_to(link.action, alert):
        return LinkPage(
            status=200, title=alert.message, text=f"It is {alert.status} already; nothing is left to do.", alert=alert
        )
    return LinkPage(
        status=200,
        title=alert.message,
        text=_EFFECTS[link.action],
        tone=alert.severity,
        icon="🔔",
        badge=alert.severity.upper(),
        button=_BUTTONS[link.action],
        people=link.people,
        note="Nothing has happened yet.",
        alert=alert,
    )


def done(link: AlertLink, alert: Alert) -> LinkPage:
    """After the button was pressed."""
    return LinkPage(
        status=200,
        title=f"{_DONE[link.action]}: {alert.message}",
        text="You can close this page.",
        tone="good",
        icon="✅",
        badge=_DONE[link.action],
        alert=alert,
    )


OUTDATED = LinkPage(
    status=410,
    title="This link is of an earlier mail",
    text="The alert was resolved and opened again since then. Use the links of the newest mail about it.",
)
EXPIRED = LinkPage(
    status=410,
    title="This link is too old",
    text="It worked for seven days. Use the link in a newer mail about the alert, or the dashboard.",
)
UNCONFIRMED = LinkPage(
    status=400, title="Nothing was done", text="Open the link in the mail and press the button on the page."
)
_PAGES: Mapping[type[Exception], LinkPage] = MappingProxyType(
    {
        ForbiddenError: LinkPage(
            status=403,
            title="This link does not work",
            text="It is not complete, or was changed on its way. Copy all of it from the mail, or use the dashboard.",
        ),
        NotFoundError: LinkPage(
            status=404,
            title="There is no such alert any more",
            text="Resolved alerts are kept for 30 days; this one is gone.",
        ),
        ConflictError: LinkPage(
            status=409, title="Nothing is left to do", text="Somebody was faster: it is taken care of already."
        ),
        InvalidRequestError: UNCONFIRMED,
        StoreUnavailableError: LinkPage(
            status=503,
            title="Not now, please try again",
            text="The database that keeps the alerts can't be reached, which may be what the mail is about. "
            "Nothing was done. Load this page again in a few minutes; reminders go on until then.",
            tone="high",
        ),
    }
)
FAILED = LinkPage(
    status=500,
    title="Something went wrong here",
    text="It was logged, and nothing was done. Try again in a minute, or use the dashboard.",
    tone="high",
)


def page_of(error: Exception) -> LinkPage:
    """The page that `error` deserves."""
    return _PAGES.get(type(error), FAILED)


def _is_open_to(action: Action, alert: Alert) -> bool:
    return alert.status is AlertStatus.OPEN or (action == "resolve" and not alert.resolved)

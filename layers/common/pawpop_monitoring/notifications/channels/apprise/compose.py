"""From a transition to a title and a text, which is all that every service of Apprise can show."""

from dataclasses import dataclass, replace
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.plural import plural
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.content.short_text import text_of, title_of

_MAX_TITLE, _MAX_TEXT = 200, 1500
_REPETITION = "This may be a repetition."

type NoteType = Literal["failure", "warning", "info", "success"]
"""What Apprise colours and ranks a message by."""


@dataclass(frozen=True, slots=True)
class Note:
    """Plain text, which no service can stumble over."""

    idempotency_key: str
    title: str
    text: str
    type: NoteType

    def in_doubt(self) -> Self:
        """See `Doubtful`."""
        return replace(self, text=f"{_REPETITION} {self.text}")


@dataclass(frozen=True, slots=True)
class Composer:
    """Writes notes; times in `zone`."""

    zone: ZoneInfo
    dashboard_url: str = ""

    def compose(self, message: AlertMessage) -> Note:
        """The note that tells `message`, with the number of those that are told along with it."""
        more = f"\n{plural(len(message.others), 'more alert')} opened together with it." if message.others else ""
        text = text_of(message, self.zone, self.dashboard_url, _MAX_TEXT - len(more) - len(_REPETITION) - 1)
        return Note(message.mail_key, title_of(message, self.zone, _MAX_TITLE), text + more, _type_of(message))


def _type_of(message: AlertMessage) -> NoteType:
    if message.kind is TransitionKind.RESOLVED:
        return "success"
    if message.alert.severity.rank >= Severity.HIGH.rank:
        return "failure"
    return "warning" if message.alert.severity is Severity.MEDIUM else "info"

"""From a transition to a title and a text, which is all that every service of Apprise can show."""

from dataclasses import dataclass, replace
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.plural import plural
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.content.mentions import uncalled
from pawpop_monitoring.notifications.content.short_text import text_of, title_of

_MAX_TITLE, _MAX_TEXT = 200, 1500
_NO_TAGS = str.maketrans("<>", "‹›")
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

    def without_tags(self) -> Self:
        """The same with nothing in it that looks like a tag of HTML."""
        return replace(self, title=self.title.translate(_NO_TAGS), text=self.text.translate(_NO_TAGS))


@dataclass(frozen=True, slots=True)
class Composer:
    """Writes notes; times in `zone`."""

    zone: ZoneInfo
    dashboard_url: str = ""

    def compose(self, message: AlertMessage) -> Note:
        """The note that tells `message`, with the number of those that are told along with it."""
        more = f"\n{plural(len(message.others), 'more alert')} opened together with it." if message.others else ""
        room = _MAX_TEXT - len(more) - len(_REPETITION) - 1
        text = uncalled(text_of(message, self.zone, self.dashboard_url, room), room)
        title = uncalled(title_of(message, self.zone, _MAX_TITLE), _MAX_TITLE)
        return Note(message.mail_key, title, text + more, _type_of(message))


def _type_of(message: AlertMessage) -> NoteType:
    if message.kind is TransitionKind.RESOLVED:
        return "success"
    if message.alert.severity.rank >= Severity.HIGH.rank:
        return "failure"
    return "warning" if message.alert.severity is Severity.MEDIUM else "info"

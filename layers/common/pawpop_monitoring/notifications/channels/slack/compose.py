"""From a transition to what Slack is told: how the alert's message looks now, and the line for its thread."""

from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.alert import AlertStatus
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.channels.slack import blocks
from pawpop_monitoring.notifications.channels.slack.buttons import buttons_of
from pawpop_monitoring.notifications.channels.slack.mrkdwn import escaped, link, size
from pawpop_monitoring.notifications.channels.slack.note import Post, SlackNote
from pawpop_monitoring.notifications.content.action_links import NO_LINKS, ActionLinks
from pawpop_monitoring.notifications.content.alert_content import AlertContent, content_of
from pawpop_monitoring.notifications.content.details_table import Row
from pawpop_monitoring.notifications.content.figures import UTC_ZONE, clock_time
from pawpop_monitoring.notifications.content.palette import BY_SEVERITY, RESOLVED
from pawpop_monitoring.notifications.content.plain_text import label
from pawpop_monitoring.notifications.content.status_line import silence_of, standing_of
from pawpop_monitoring.notifications.content.wording import deed_of, lead_of, reason_of
from pawpop_monitoring.notifications.progress import Mark

MOST_WEIGHT = 9000
"""Slack refuses messages from about 13,000 characters on, counted in a way that it does not tell."""
_TAKEN_ON = ("👀", "#475569")
_SILENCED = ("🔕", "#64748b")
_SENTENCES = frozenset({"opened", "escalated", "reminded", "resolved"})
"""Steps for which `content` has a sentence; of any other, how the alert stands says what there is to say."""
_TOLD_AGAIN = "The silence is over: what happens from here on is told again."
_MOST_ROWS = (8, 6, 4, 2, 0)
_MAX_NAME = 80
_MAX_TEXT = 700
_MAX_LEAD = 900
_MAX_FIELD = 300
_MAX_STEPS = 3


@dataclass(frozen=True, slots=True)
class SlackComposer:
    """Times are shown by the clock of `zone`. Without `buttons`, `links` take their place where there are any."""

    zone: ZoneInfo = UTC_ZONE
    dashboard_url: str = ""
    links: ActionLinks = NO_LINKS
    buttons: bool = True

    def compose(self, message: AlertMessage) -> SlackNote:
        """The same each time for the same message."""
        told = self._message(message)
        return SlackNote(
            idempotency_key=message.key,
            alert_id=message.alert.id,
            began_at=message.alert.timestamp,
            mark=Mark.of(message),
            message=told,
            entry=self._entry(message, told.text),
            rings=_rings(message),
            known_before=message.previous_notified_at is not None or message.alert.sequence > 1,
        )

    def _message(self, message: AlertMessage) -> Post:
        content = content_of(_here(message), self.zone, self.dashboard_url, self.links)
        icon, badge, colour = _look(message, content)
        stands = f"{icon} *{escaped(standing_of(message, self.zone), _MAX_LEAD)}*"
        bar = {"color": colour, "fallback": stands, "blocks": [blocks.section(stands)]}
        who = f"{icon} {badge} {escaped(content.service, _MAX_NAME)}: "
        headline = blocks.header(who + escaped(content.title, blocks.MAX_HEADER - size(who)))
        laid_out = self._fitting(message, content, headline)
        return Post(who + escaped(content.title, _MAX_TEXT), laid_out, [bar])

    def _fitting(self, message: AlertMessage, content: AlertContent, headline: blocks.Block) -> list[blocks.Block]:
        """With as much evidence as there is room for."""
        laid_out: list[blocks.Block] = []
        for most in _MOST_ROWS:
            laid_out = [headline, *self._body(message, content, most)]
            if blocks.weight(laid_out) < MOST_WEIGHT:
                break
        return laid_out

    def _body(self, message: AlertMessage, content: AlertContent, most: int) -> Iterator[blocks.Block]:
        figure = content.figure
        shown = f"*{escaped(figure.value, _MAX_FIELD)}* {escaped(figure.note, _MAX_FIELD)}\n" if figure else ""
        yield blocks.section(shown + escaped(self._lead(message), _MAX_LEAD))
        if evidence := [_field(row) for row in content.evidence[:most]]:
            yield blocks.fields(evidence)
        if content.steps and message.alert.status is not AlertStatus.RESOLVED:
            steps = "\n".join(f"• {escaped(step, _MAX_FIELD)}" for step in content.steps.first[:_MAX_STEPS])
            yield blocks.section(f"*What to do first*\n{steps}")
        yield blocks.context([_small(row) for row in content.facts])
        yield from self._ways_on(message, content)

    def _ways_on(self, message: AlertMessage, content: AlertContent) -> Iterator[blocks.Block]:
        if self.buttons:
            if shown := buttons_of(message, content.dashboard_url):
                yield blocks.actions(shown)
            return
        links = [link(content.dashboard_url, "Open the dashboard")] if content.dashboard_url else []
        if content.links and message.alert.status is AlertStatus.OPEN:
            links = [link(content.links.acknowledge, "Acknowledge"), link(content.links.resolve, "Resolve"), *links]
        if links:
            yield blocks.section(" · ".join(links))

    def _lead(self, message: AlertMessage) -> str:
        return lead_of(_here(message), self.zone) if message.kind in _SENTENCES else self._stands(message)

    def _stands(self, message: AlertMessage) -> str:
        deed = deed_of(reason_of(message), message.by)
        return f"{deed}. {standing_of(message, self.zone)}." if deed else f"{standing_of(message, self.zone)}."

    def _entry(self, message: AlertMessage, title: str) -> Post:
        """Dated, so that it stays true; the phone is told of which alert it is."""
        line = f"{clock_time(message.at, self.zone)}: {escaped(self._said(message), _MAX_LEAD)}"
        return Post(f"{title}\n{line}", [blocks.section(line)])

    def _said(self, message: AlertMessage) -> str:
        if message.kind is TransitionKind.SILENCED and message.alert.status is not AlertStatus.RESOLVED:
            silence = silence_of(message, self.zone)
            if message.silence is None:
                return self._stands(message) if silence else _TOLD_AGAIN
            return f"{silence[:1].upper()}{silence[1:]}."
        told = message.kind in _SENTENCES or message.alert.status is not AlertStatus.OPEN
        return self._lead(message) if told else f"{label(str(message.kind), _MAX_NAME)}."


def _here(message: AlertMessage) -> AlertMessage:
    """What a mail says of mails has no place here."""
    return message.model_copy(update={"unheard": False, "others": ()})


def _look(message: AlertMessage, content: AlertContent) -> tuple[str, str, str]:
    """Icon, badge and colour, by how the alert stands."""
    match message.alert.status:
        case AlertStatus.RESOLVED:
            return RESOLVED.icon, "RESOLVED", RESOLVED.strong
        case AlertStatus.ACKNOWLEDGED:
            return _TAKEN_ON[0], content.badge, _TAKEN_ON[1]
        case _ if silence_of(message):
            return _SILENCED[0], content.badge, _SILENCED[1]
        case _:
            palette = BY_SEVERITY[message.alert.severity]
            return palette.icon, content.badge, palette.strong


def _rings(message: AlertMessage) -> bool:
    """What is new, or worse, or still critical with nobody on it is worth a look at the channel."""
    if message.alert.status is not AlertStatus.OPEN:
        return False
    loud = message.kind == TransitionKind.REMINDED and message.alert.severity is Severity.CRITICAL
    return loud or message.kind in {TransitionKind.OPENED, TransitionKind.ESCALATED}


def _field(row: Row) -> str:
    return f"*{escaped(row.name, _MAX_FIELD)}*\n{escaped(_value(row), _MAX_FIELD)}"


def _small(row: Row) -> str:
    return f"{escaped(row.name, _MAX_NAME)}: {escaped(_value(row), _MAX_FIELD)}"


def _value(row: Row) -> str:
    return f"{row.value} ({row.also})" if row.also else row.value

"""What mails to subscribers say; the same bytes each time, so that a repetition is no second mail."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from pawpop_monitoring.domain.public_incident import Incident, IncidentUpdate, Stage, effect
from pawpop_monitoring.domain.subscriber import Subscriber
from pawpop_monitoring.notifications.channels.email.mail import Mail
from pawpop_monitoring.notifications.channels.email.mail_headers import domain_of

_HTML = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"></head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,sans-serif">
<div style="max-width:560px;margin:0 auto"><h1 style="font-size:20px;line-height:1.3">{title}</h1>
{paragraphs}
<p><a href="{link}" style="display:inline-block;padding:12px 20px;border-radius:10px;background:#23539c;color:#ffffff;\
text-decoration:none;font-weight:600">{action}</a></p>
<p style="font-size:14px;opacity:.75">{footer}</p></div></body></html>
"""


@dataclass(frozen=True, slots=True)
class PublicMails:
    """Composes them; `base` is the API's public address, `sender` whose domain names the list.

    `names` are those of components by slug.
    """

    base: str
    sender: str
    names: Mapping[str, str]

    def question(self, subscriber: Subscriber, asked_by: str) -> Mail:
        """Whether whoever reads it wants mails."""
        paragraphs = ("Somebody, probably you, asked that we write to this address when PawPop has an incident.",)
        footer = "If it was not you, do nothing: nothing more will come."
        link, action = self._link(subscriber, "confirm"), "Yes, write to me"
        return self._mail(
            subscriber,
            f"status-question/{subscriber.id}/{asked_by}",
            "Do you want mails about PawPop's status?",
            (paragraphs, link, action, footer, escape(footer)),
            {},
        )

    def note(self, subscriber: Subscriber, incident: Incident, note: IncidentUpdate, key: str) -> Mail:
        """A note on an incident."""
        title = f"{note.stage.capitalize()}: {incident.title}"
        paragraphs = (note.text, *self._effect(incident, note), f"{note.at:%-d %B, %H:%M} UTC")
        leave = self._link(subscriber, "unsubscribe")
        footer = f"You asked for these mails. To get no more: {leave}"
        shown = f'You asked for these mails. <a href="{escape(leave)}">Get no more</a>.'
        headers = {"List-Unsubscribe": f"<{leave}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        parts = (paragraphs, f"{self.base}/status#{incident.id}", "See the status page", footer, shown)
        return self._mail(subscriber, f"status-note/{key}/{subscriber.id}", title, parts, headers)

    def _effect(self, incident: Incident, note: IncidentUpdate) -> tuple[str, ...]:
        if note.stage is Stage.RESOLVED:
            return ()
        return (effect(incident.impact, incident.parts(self.names)),)

    def _mail(
        self,
        subscriber: Subscriber,
        key: str,
        title: str,
        parts: tuple[tuple[str, ...], str, str, str, str],
        headers: dict[str, str],
    ) -> Mail:
        paragraphs, link, action, footer, footer_html = parts
        html = _HTML.format(
            title=escape(title),
            paragraphs="\n".join(f"<p>{escape(each)}</p>" for each in paragraphs),
            link=escape(link),
            action=escape(action),
            footer=footer_html,
        )
        text = "\n\n".join((title, *paragraphs, f"{action}: {link}", footer)) + "\n"
        usual = {"List-Id": f"PawPop status <status.{domain_of(self.sender)}>", "Auto-Submitted": "auto-generated"}
        return Mail(
            recipients=(subscriber.address,),
            subject=title,
            text=text,
            html=html,
            headers=usual | headers,
            idempotency_key=key,
        )

    def _link(self, subscriber: Subscriber, action: str) -> str:
        return f"{self.base}/status/subscription?{urlencode({'id': subscriber.id, 'do': action})}"

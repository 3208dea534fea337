"""The outbox as a person reads it in a browser: newest mail first, each in a frame that runs no scripts."""

from html import escape
from pathlib import Path
from string import Template

from local_stack.sandbox.outbox import Mail

PAGE = Template((Path(__file__).parent / "outbox.html").read_text(encoding="utf-8"))
MAIL = Template((Path(__file__).parent / "outbox_mail.html").read_text(encoding="utf-8"))


def render(mails: list[Mail]) -> str:
    """The whole page; every value of a mail is escaped."""
    articles = "".join(_article(mail, is_open=mail is mails[-1]) for mail in reversed(mails))
    count = f"{len(mails)} mail{'' if len(mails) == 1 else 's'}"
    return PAGE.substitute(count=count, mails=articles or '<p class="empty">No mail yet. An alert will bring one.</p>')


def _article(mail: Mail, *, is_open: bool) -> str:
    return MAIL.substitute(
        id=escape(mail.id),
        open="open" if is_open else "",
        subject=escape(mail.subject),
        sender=escape(mail.sender),
        to=escape(", ".join(mail.to)),
        received_at=escape(mail.received_at),
        key=escape(mail.idempotency_key or "none"),
        html=escape(mail.html or f"<pre>{escape(mail.text or '')}</pre>"),
        text=escape(mail.text or "(no text part)"),
    )

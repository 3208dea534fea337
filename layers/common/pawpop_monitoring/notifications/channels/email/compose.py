"""From a transition to a mail."""

import hashlib
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.mail_addresses import person_of
from pawpop_monitoring.notifications.channels.email.mail import Mail
from pawpop_monitoring.notifications.channels.email.mail_headers import domain_of, headers_of
from pawpop_monitoring.notifications.channels.email.recipients import Recipients
from pawpop_monitoring.notifications.channels.email.subject import subject_of
from pawpop_monitoring.notifications.channels.email.templating import templates
from pawpop_monitoring.notifications.content.action_links import NO_LINKS, ActionLinks
from pawpop_monitoring.notifications.content.alert_content import content_of

_MAX_KEY = 256
_MOST_NAMES = 6


@dataclass(frozen=True, slots=True)
class EmailComposer:
    """Writes mails; times are shown in UTC and in `zone`. An empty `dashboard_url` leaves the link out.

    `notices` are said in every mail. The domain of `sender` names the list and the threads that the mails belong to.
    `key_prefix` tells mails of one step apart that go to different people.
    """

    recipients: Recipients
    zone: ZoneInfo
    sender: str
    dashboard_url: str = ""
    links: ActionLinks = NO_LINKS
    notices: tuple[str, ...] = ()
    key_prefix: str = ""

    def compose(self, message: AlertMessage) -> Mail:
        """The mail that tells `message`, byte for byte the same each time."""
        recipients = self.recipients.of(message)
        links = replace(self.links, people=_people(recipients))
        content = content_of(message, self.zone, self.dashboard_url, links, self.notices)
        return Mail(
            recipients=recipients,
            subject=subject_of(message),
            text=templates().get_template("alert.txt").render(content=content),
            html=templates().get_template("alert.html").render(content=content),
            headers=headers_of(message, domain_of(self.sender)),
            idempotency_key=_provider_key(f"{self.key_prefix}{message.mail_key}"),
        )


def _people(recipients: tuple[str, ...]) -> tuple[str, ...]:
    """Their names, each once; none where they are too many to choose from."""
    names = tuple(dict.fromkeys(filter(None, map(person_of, recipients))))
    return names if len(names) <= _MOST_NAMES else ()


def _provider_key(key: str) -> str:
    """The key itself where the provider takes it, else its digest."""
    fits = 0 < len(key) <= _MAX_KEY and key.isascii() and key.isprintable()
    return key if fits else hashlib.sha256(key.encode()).hexdigest()

"""The subject line.

One form for each step, so that a list of mails reads like a log. Mail clients that thread by `References`
keep an alert together nevertheless; Gmail threads equal subjects only, and there a recovery that stands
on its own is worth more than a thread that hides it.
"""

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.email.plain_text import one_line
from pawpop_monitoring.notifications.email.wording import open_for

_MAX_NAME = 80
_MAX_MESSAGE = 180


def subject_of(message: AlertMessage) -> str:
    """`[HIGH] supabase Alert: High connection usage detected`; one line, whatever the message holds."""
    alert = message.alert
    badge = "RESOLVED" if message.kind is TransitionKind.RESOLVED else alert.severity.upper()
    service = one_line(alert.service, _MAX_NAME)
    return f"[{badge}] {service} Alert{_step(message)}: {one_line(alert.message, _MAX_MESSAGE)}"


def _step(message: AlertMessage) -> str:
    match message.kind:
        case TransitionKind.ESCALATED:
            return " escalated"
        case TransitionKind.REMINDED:
            return f" reminder after {open_for(message)}"
        case _:
            return ""

"""The subject line.

One form for each step, so that a list of mails reads like a log. Mail clients that thread by `References`
keep an alert together nevertheless; Gmail threads equal subjects only, and there a recovery that stands
on its own is worth more than a thread that hides it.
"""

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.transition import TransitionKind
from pawpop_monitoring.notifications.content.plain_text import one_line
from pawpop_monitoring.notifications.content.wording import open_for, reason_of, reminder_number

_MAX_NAME = 80
_MAX_MESSAGE = 180


def subject_of(message: AlertMessage) -> str:
    """`[HIGH] supabase Alert: High connection usage detected`; one line, whatever the message holds."""
    alert = message.alert
    badge = "RESOLVED" if message.kind is TransitionKind.RESOLVED else alert.severity.upper()
    service = one_line(alert.service, _MAX_NAME)
    more = f" (+{len(message.others)} more)" if message.others else ""
    step = " came and went" if message.unheard else _step(message)
    return f"[{badge}] {service} Alert{step}: {one_line(alert.message, _MAX_MESSAGE)}{more}"


def _step(message: AlertMessage) -> str:  # noqa: PLR0911  one per reason
    match reason_of(message):
        case Reason.FLAPPING:
            return " comes and goes"
        case Reason.UNMUTED:
            return " still open after maintenance" if message.alert.silenced_by else " still open"
        case Reason.REOPENED:
            return " reopened"
        case Reason.ESCALATED:
            return " escalated"
        case Reason.UNANSWERED:
            return f" escalated, unanswered for {open_for(message)}"
        case Reason.REMINDED:
            return f" reminder {reminder_number(message)} after {open_for(message)}"
        case Reason.ACKNOWLEDGEMENT_EXPIRED:
            return f" still open after {open_for(message)}"
        case _:
            return ""

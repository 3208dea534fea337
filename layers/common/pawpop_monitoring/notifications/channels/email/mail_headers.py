"""Headers that make mail clients treat an alert as one.

`List-Id` lets people file alerts by a rule that holds whatever the subject says. It has a price: Gmail may
take mail of a list for a forum and keep a phone silent about it, so a person should have a filter on
`list:alerts.<domain>` that never sends it to spam and always marks it as important. What Gmail weighs more,
`List-Unsubscribe` and `Precedence`, is left out on purpose, and so is `X-Entity-Ref-ID`, which prevents
threading.
"""

import re

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")
_DOMAIN = re.compile(r"@([A-Za-z0-9.-]{1,200})>?\s*$")
_MAX_ID = 100
_LOUD = {"X-Priority": "1", "Importance": "high"}


def headers_of(message: AlertMessage, domain: str) -> dict[str, str]:
    """All mails about an alert answer one root message that was never sent: order and loss do not matter.

    A mail about several alerts belongs to the thread of the worst.
    """
    root = f"<{_UNSAFE.sub('-', message.alert.id)[:_MAX_ID]}@alerts.{domain}>"
    headers = {
        "List-Id": f"PawPop Monitoring <alerts.{domain}>",
        "In-Reply-To": root,
        "References": root,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    return headers | (_LOUD if _is_urgent(message) else {})


def domain_of(sender: str) -> str:
    """The domain of a sender such as `PawPop <monitoring@pawpopart.com>`."""
    found = _DOMAIN.search(sender)
    return found[1].lower() if found else "monitoring.invalid"


def _is_urgent(message: AlertMessage) -> bool:
    return message.alert.severity is Severity.CRITICAL and message.kind is not TransitionKind.RESOLVED

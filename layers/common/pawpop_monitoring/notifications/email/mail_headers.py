"""Headers that make mail clients treat an alert as one.

Left out on purpose: `List-Id` and `Precedence` (Gmail files such mail under Forums or Promotions, where a
phone does not ring) and `X-Entity-Ref-ID` (it prevents threading).
"""

import re

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")
_MAX_ID = 100


def headers_of(message: AlertMessage) -> dict[str, str]:
    """All mails about an alert answer one root message that was never sent: order and loss do not matter."""
    root = f"<{_UNSAFE.sub('-', message.alert.id)[:_MAX_ID]}@monitoring>"
    headers = {
        "In-Reply-To": root,
        "References": root,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    return headers | (_LOUD if _is_urgent(message) else {})


_LOUD = {"X-Priority": "1", "Importance": "high"}


def _is_urgent(message: AlertMessage) -> bool:
    return message.alert.severity is Severity.CRITICAL and message.kind is not TransitionKind.RESOLVED

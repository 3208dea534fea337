"""One alert that opens, gets worse, is reminded of, ends, and begins anew, two hours apart."""

from collections.abc import Mapping
from datetime import timedelta

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.reason import Reason
from pawpop_monitoring.domain.severity import Severity
from pawpop_monitoring.domain.transition import TransitionKind
from tests.unit.notifications.messages import message, resolved

_WORST = {"severity": Severity.CRITICAL, "notified_severity": Severity.CRITICAL}

HISTORY: Mapping[str, AlertMessage] = {
    "open": message(),
    "escalate": message(
        TransitionKind.ESCALATED,
        timedelta(hours=2),
        reason=Reason.ESCALATED,
        heard=Severity.HIGH,
        sequence=2,
        severity=Severity.CRITICAL,
        notified_severity=Severity.HIGH,
    ),
    "remind": message(
        TransitionKind.REMINDED,
        timedelta(hours=4),
        reason=Reason.REMINDED,
        heard=Severity.CRITICAL,
        sequence=3,
        **_WORST,
    ),
    "resolve": resolved(timedelta(hours=6), sequence=4, **_WORST),
    "reopen": message(
        TransitionKind.OPENED,
        timedelta(hours=8),
        reason=Reason.REOPENED,
        heard=Severity.CRITICAL,
        sequence=5,
        **_WORST,
    ),
}

"""What a person reads in the mail of a finding."""

import re
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from pawpop_monitoring.contracts.alert_message import AlertMessage
from pawpop_monitoring.domain.finding import Finding
from pawpop_monitoring.notifications.channels.email.compose import EmailComposer
from pawpop_monitoring.notifications.channels.email.recipients import Recipients
from tests.factories import make_alert, make_transition

_COMPOSER = EmailComposer(Recipients(("shop@example.com",)), ZoneInfo("UTC"), "PawPop <monitoring@example.com>")
_LARGE = re.compile(r"^>> (\S+)", re.MULTILINE)
_ROW = re.compile(r"^- ([^:\n]+): (.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Read:
    """The number that a mail shows large, empty if there is none, and its evidence by name."""

    large: str
    rows: dict[str, str]


def mail_of(finding: Finding) -> Read:
    """Its opening, as the plain text of the mail has it."""
    alert = make_alert(
        service=finding.service,
        rule=finding.rule,
        severity=finding.severity,
        message=finding.message,
        details=finding.details,
    )
    text = _COMPOSER.compose(AlertMessage.of(make_transition(alert=alert))).text
    large = _LARGE.search(text)
    return Read(large[1].rstrip(",") if large else "", dict(_ROW.findall(text)))

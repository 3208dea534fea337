"""The rule `mailbox_lost`: can the people who are to hear of alerts be reached?"""

from collections.abc import Sequence

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.domain.mailbox import LostMailbox
from pawpop_monitoring.domain.readings.system import Unread
from pawpop_monitoring.domain.rules.system import MAILBOX_LOST
from pawpop_monitoring.domain.service import ServiceStatus
from pawpop_monitoring.domain.severity import Severity


def judge_mailboxes(judgement: Judgement, lost: Sequence[LostMailbox] | Unread) -> None:
    """All recipients together: who is told of it are those who are left."""
    if isinstance(lost, Unread):
        judgement.unknown(f"Recipients: {lost.reason}")
        return
    if not lost:
        judgement.clear([MAILBOX_LOST])
        return
    finding = MAILBOX_LOST.broken(
        Severity.HIGH,
        f"Mails do not arrive at {', '.join(mailbox.address for mailbox in lost)}",
        value=len(lost),
        threshold=0,
        unit="recipients",
        evidence={mailbox.address: mailbox.why for mailbox in lost},
    )
    judgement.bad(finding, ServiceStatus.WARNING)

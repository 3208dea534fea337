"""Can those who are to hear be reached?"""

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.checks.system.reach import judge_mailboxes
from pawpop_monitoring.domain.mailbox import LostMailbox
from pawpop_monitoring.domain.readings.system import Unread
from pawpop_monitoring.domain.service import ServiceStatus
from tests.factories import NOW


def test_a_lost_mailbox_is_told_to_those_who_are_left() -> None:
    judgement = Judgement()
    judge_mailboxes(judgement, [LostMailbox(address="a@example.com", why="bounced", since=NOW)])
    (finding,) = judgement.findings
    assert finding.message == "Mails do not arrive at a@example.com"
    assert finding.evidence == {"a@example.com": "bounced"}


def test_nobody_lost_is_good_and_not_knowing_is_not() -> None:
    judgement = Judgement()
    judge_mailboxes(judgement, [])
    assert judgement.good == {"system:mailbox_lost"}
    judge_mailboxes(judgement, Unread("The standby table can't be used."))
    assert judgement.status is ServiceStatus.UNKNOWN

"""The rules `mailbox_lost` and `channel_off`: can those who are to hear of alerts be reached?"""

from collections.abc import Sequence

from pawpop_monitoring.checks.judgement import Judgement
from pawpop_monitoring.domain.channel_off import ChannelsReading
from pawpop_monitoring.domain.mailbox import LostMailbox
from pawpop_monitoring.domain.readings.system import Unread
from pawpop_monitoring.domain.rules.system import CHANNEL_OFF, MAILBOX_LOST
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


def judge_channels(judgement: Judgement, channels: ChannelsReading) -> None:
    """Each channel on its own: told once, as it is low, and over when it is on again or set up no more."""
    for off in channels.off:
        finding = CHANNEL_OFF.broken(
            Severity.LOW,
            f"The channel {off.channel} is switched off",
            target=off.channel,
            evidence={"channel": off.channel, "why": off.why, "since": off.since.isoformat()},
        )
        judgement.bad(finding, ServiceStatus.HEALTHY)
    are_off = {off.channel for off in channels.off}
    for channel in channels.set_up:
        if channel not in are_off:
            judgement.clear([CHANNEL_OFF], channel)

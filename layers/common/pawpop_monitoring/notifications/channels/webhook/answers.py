"""What a receiver's status means for an attempt: Standard Webhooks, and what people who run receivers expect."""

from collections.abc import Mapping
from types import MappingProxyType

from pawpop_monitoring.notifications.channels.refusals import GIVE_UP, Meaning, meaning_of, put_right

GONE = 410
"""The receiver wants nothing more, ever."""
_REDIRECTS = range(300, 400)
_BY_STATUS: Mapping[int, Meaning] = MappingProxyType(
    {
        401: put_right("The receiver does not accept the signature: check its secret; the message waits."),
        403: put_right("The receiver does not accept the signature: check its secret; the message waits."),
        404: put_right("There is nothing at this address: check it in ChannelWebhook; the message waits."),
        405: put_right("Nobody takes a POST at this address: check it in ChannelWebhook; the message waits."),
        GONE: GIVE_UP,
    }
)


def judge(status: int) -> Meaning:
    """The meaning of an answer that is not a success."""
    if status in _REDIRECTS:
        return put_right("Redirects are not followed: put the address that it leads to into ChannelWebhook.")
    return _BY_STATUS.get(status) or meaning_of(status)

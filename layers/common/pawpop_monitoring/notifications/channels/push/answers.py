"""What a push service's answers mean for an attempt."""

from pawpop_monitoring.notifications.channels.refusals import Meaning, meaning_of, put_right

GONE = frozenset({404, 410})
"""There is no such subscription any more."""
_KEYS = put_right(
    "It was subscribed with another key than ChannelPush has now: remove it from the dashboard and add it"
    " there again; the message waits."
)


def judge(status: int) -> Meaning:
    """The meaning of an answer that is neither a success nor says that the device is gone."""
    return _KEYS if status in {401, 403} else meaning_of(status)

"""What Datadog's answers mean for an attempt."""

from collections.abc import Mapping
from types import MappingProxyType

from pawpop_monitoring.notifications.channels.refusals import Meaning, meaning_of, put_right

WAIT_HEADER = "x-ratelimit-reset"
"""Datadog says here, not in Retry-After, for how many seconds to wait."""
_KEY = put_right("Check the API key and its site in ChannelDatadog: a key of another site is refused; the event waits.")
_BY_STATUS: Mapping[int, Meaning] = MappingProxyType({401: _KEY, 403: _KEY, 404: _KEY})


def judge(status: int) -> Meaning:
    """The meaning of an answer that is not a success."""
    return _BY_STATUS.get(status) or meaning_of(status)

"""What PagerDuty's answers mean for an attempt: repeats are safe, as the key is the same."""

from collections.abc import Mapping
from types import MappingProxyType

from pawpop_monitoring.notifications.channels.refusals import Meaning, meaning_of, put_right

_KEY = put_right("Check the integration key and its region in ChannelPagerduty; the event waits.")
_BY_STATUS: Mapping[int, Meaning] = MappingProxyType(dict.fromkeys((401, 403, 404), _KEY))
_A_MINUTE = 60.0


def judge(status: int, said: str) -> Meaning:
    """The meaning of an answer that is not a success; a 400 that is about the key waits for a person."""
    if status == 400 and "routing" in said.lower():  # noqa: PLR2004
        return _KEY
    return _BY_STATUS.get(status) or meaning_of(status)


def wait(status: int, asked: float | None) -> float | None:
    """Seconds; PagerDuty wants minutes between repetitions where it is flooded."""
    return (asked or _A_MINUTE) if status == 429 else asked  # noqa: PLR2004

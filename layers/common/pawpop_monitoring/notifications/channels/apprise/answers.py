"""What is made of an attempt of which Apprise says only that it failed."""

from collections.abc import Mapping
from types import MappingProxyType

from pawpop_monitoring.notifications.channels.apprise.listening import Heard
from pawpop_monitoring.notifications.channels.refusals import (
    GIVE_UP,
    RETRY,
    WAIT_AND_SEE,
    Meaning,
    meaning_of,
    put_right,
    retry_after,
)

_SUCCESS = range(200, 300)
_REDIRECTS = range(300, 400)
_TARGET = put_right("The service refuses this target: check its address in ChannelApprise; the message waits.")
_BY_STATUS: Mapping[int, Meaning] = MappingProxyType(dict.fromkeys((401, 403, 404, 410), _TARGET))
_NOBODY_THERE = ("chat not found", "user is deactivated", "group chat was deleted", "peer_id_invalid")
"""How Telegram says, with a 400, that nobody can be reached there."""
_NEVER_SENT = ("ConnectTimeout", "NewConnectionError", "NameResolutionError", "SSLError", "ProxyError")
_UNSENDABLE = ("InvalidURL", "InvalidSchema", "MissingSchema", "InvalidHeader", "UnicodeError")


def judge(heard: Heard) -> Meaning:
    """By the last answer; of a plugin that does not send over HTTP nothing is known, so it may have been taken."""
    if heard.error is not None:
        return _of_error(heard.error)
    if heard.status is None or heard.status in _SUCCESS:
        return WAIT_AND_SEE
    if heard.status in _REDIRECTS:
        return _TARGET
    if heard.status == 400 and heard.reason.lower().endswith(_NOBODY_THERE):  # noqa: PLR2004
        return _TARGET
    return _BY_STATUS.get(heard.status) or meaning_of(heard.status)


def waits(heard: Heard) -> float | None:
    """Seconds that the service asks for, in a header or in its words."""
    asked = retry_after(heard.headers)
    return heard.wait if asked is None else asked


def said(heard: Heard) -> str:
    """For a person; addresses, which hold secrets, are left out."""
    if heard.error is not None:
        return type(heard.error).__name__
    return "that it failed" if heard.status is None else f"{heard.status} {heard.reason}".strip()


def _of_error(error: Exception) -> Meaning:
    names = {type(each).__name__ for each in _chain(error)}
    if not names.isdisjoint(_UNSENDABLE):
        return GIVE_UP
    return RETRY if not names.isdisjoint(_NEVER_SENT) else WAIT_AND_SEE


def _chain(error: BaseException) -> list[BaseException]:
    """The error, what it holds (requests wraps what urllib3 raised), and what brought it about."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting:
        each = waiting.pop()
        if isinstance(each, BaseException) and each not in found:
            found.append(each)
            waiting += [*each.args, each.__cause__, each.__context__, getattr(each, "reason", None)]
    return found

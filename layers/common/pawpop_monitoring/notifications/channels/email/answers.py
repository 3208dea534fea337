"""What Resend's answers mean for an attempt.

By status and error name, as Resend documents them. An error that a person has to put right (key, sender
domain, quota) is waited for: the alert goes out as soon as it is put right, with nothing to send again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_QUOTA_SECONDS = 3600.0
_PERSON_SECONDS = 900.0
_SERVER_ERROR = 500
_GATEWAY_ERRORS = frozenset({502, 504, 520, 524})
"""What a proxy in front of Resend answers when it does not know what became of the request."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Retry or not, after how many seconds at least, and what a person should do about it.

    `undecided` if the mail may have been accepted all the same.
    """

    retry: bool
    wait: float | None = None
    advice: str = ""
    undecided: bool = False


_RETRY = Verdict(retry=True)
_WAIT_AND_SEE = Verdict(retry=True, undecided=True)
_GIVE_UP = Verdict(retry=False)
_KEY = Verdict(
    retry=True,
    wait=_PERSON_SECONDS,
    advice="Check the Resend API key and that the sender's domain is verified; the mail waits.",
)
_DAILY_QUOTA = Verdict(
    retry=True,
    wait=_QUOTA_SECONDS,
    advice="Resend's daily quota is used up; the mail waits until it is renewed or the plan is raised.",
)
_MONTHLY_QUOTA = Verdict(
    retry=True,
    wait=_QUOTA_SECONDS,
    advice="Resend's monthly quota is used up; raise the plan, the mail waits.",
)

_SENDER = Verdict(
    retry=True,
    wait=_PERSON_SECONDS,
    advice="Check ALERT_SENDER, as in `PawPop <alerts@example.com>`, and that its domain is verified; the mail waits.",
)

_BY_NAME: Mapping[tuple[int, str], Verdict] = MappingProxyType(
    {
        (409, "concurrent_idempotent_requests"): _WAIT_AND_SEE,
        (409, "resource_locked"): _RETRY,
        (422, "invalid_from_address"): _SENDER,
        (429, "daily_quota_exceeded"): _DAILY_QUOTA,
        (429, "monthly_quota_exceeded"): _MONTHLY_QUOTA,
    }
)
_BY_STATUS: Mapping[int, Verdict] = MappingProxyType({401: _KEY, 403: _KEY, 408: _RETRY, 429: _RETRY})

ACCEPTED_BEFORE = (409, "invalid_idempotent_request")
"""This key was accepted with another body: the transition was told, by an older release or configuration."""


def judge(status: int, name: str) -> Verdict:
    """The verdict on an answer that is not a success."""
    known = _BY_NAME.get((status, name)) or _BY_STATUS.get(status)
    if known:
        return known
    if status in _GATEWAY_ERRORS and not name:
        return _WAIT_AND_SEE
    return _RETRY if status >= _SERVER_ERROR else _GIVE_UP

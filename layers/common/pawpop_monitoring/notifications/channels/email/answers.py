"""What Resend's answers mean for an attempt.

By status and error name, as Resend documents them. An error that a person has to put right (key, sender
domain, quota) is waited for: the alert goes out as soon as it is put right, with nothing to send again.
"""

from collections.abc import Mapping
from types import MappingProxyType

from pawpop_monitoring.notifications.channels.refusals import RETRY, WAIT_AND_SEE, Meaning, meaning_of, put_right

_QUOTA_SECONDS = 3600.0
_SERVER_ERROR = 500
_KEY = put_right("Check the Resend API key and that the sender's domain is verified; the mail waits.")
_DAILY_QUOTA = Meaning(
    retry=True,
    wait=_QUOTA_SECONDS,
    advice="Resend's daily quota is used up; the mail waits until it is renewed or the plan is raised.",
)
_MONTHLY_QUOTA = Meaning(
    retry=True,
    wait=_QUOTA_SECONDS,
    advice="Resend's monthly quota is used up; raise the plan, the mail waits.",
)

_SENDER = put_right(
    "Check ALERT_SENDER, as in `PawPop <alerts@example.com>`, and that its domain is verified; the mail waits."
)

_BY_NAME: Mapping[tuple[int, str], Meaning] = MappingProxyType(
    {
        (409, "concurrent_idempotent_requests"): WAIT_AND_SEE,
        (409, "resource_locked"): RETRY,
        (422, "invalid_from_address"): _SENDER,
        (429, "daily_quota_exceeded"): _DAILY_QUOTA,
        (429, "monthly_quota_exceeded"): _MONTHLY_QUOTA,
    }
)
_BY_STATUS: Mapping[int, Meaning] = MappingProxyType({401: _KEY, 403: _KEY})

ACCEPTED_BEFORE = (409, "invalid_idempotent_request")
"""This key was accepted with another body: the transition was told, by an older release or configuration."""


def judge(status: int, name: str) -> Meaning:
    """The meaning of an answer that is not a success."""
    known = _BY_NAME.get((status, name)) or _BY_STATUS.get(status)
    if known:
        return known
    # What has a name comes from Resend itself, which knows what became of the request; what has none, from a proxy.
    return RETRY if name and status >= _SERVER_ERROR else meaning_of(status)

"""What an answer that is no success means for an attempt, whichever channel got it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from pawpop_monitoring.domain.backoff import CAP_SECONDS, LONGEST_SECONDS, capped
from pawpop_monitoring.domain.errors import DeliveryError, PermanentDeliveryError, RetryableDeliveryError
from pawpop_monitoring.domain.text import one_line
from pawpop_monitoring.outbound.http_date import http_date

_PERSON_SECONDS = 900.0
_MAX_REASON = 300
_LONGEST_NUMBER = 10
_SERVER_ERROR = 500
_GATEWAY_ERRORS = frozenset({502, 504, 520, 524})
"""What a proxy answers when it does not know what became of the request."""
_LATER = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class Meaning:
    """Retry or not, after how many seconds at least, and what a person should do about it.

    `undecided` if it may have been accepted all the same.
    """

    retry: bool
    wait: float | None = None
    advice: str = ""
    undecided: bool = False

    @property
    def needs_person(self) -> bool:
        """True if it waits for somebody to put it right."""
        return self.wait is not None


RETRY = Meaning(retry=True)
WAIT_AND_SEE = Meaning(retry=True, undecided=True)
GIVE_UP = Meaning(retry=False)


def put_right(advice: str) -> Meaning:
    """It waits, and goes out as soon as a person has followed `advice`."""
    return Meaning(retry=True, wait=_PERSON_SECONDS, advice=advice)


def wrong_setting(reason: str) -> RetryableDeliveryError:
    """What to raise when nothing can be asked before a person puts a setting right; nothing is put aside for that."""
    return RetryableDeliveryError(reason, _PERSON_SECONDS, needs_person=True)


def meaning_of(status: int) -> Meaning:
    """By the status alone, where the provider does not say more."""
    if status in _GATEWAY_ERRORS:
        return WAIT_AND_SEE
    return RETRY if status in _LATER or status >= _SERVER_ERROR else GIVE_UP


def refused(who: str, said: str, meaning: Meaning, retry_after: float | None = None, status: int = 0) -> DeliveryError:
    """What to raise when `who` answered `said`."""
    reason = f"{who} answered {one_line(said, _MAX_REASON)}. {meaning.advice}".strip()
    if not meaning.retry:
        return PermanentDeliveryError(reason, status or None)
    wait = _wait(meaning, retry_after)
    return RetryableDeliveryError(reason, wait, undecided=meaning.undecided, needs_person=meaning.needs_person)


def retry_after(headers: Mapping[str, str], name: str = "retry-after") -> float | None:
    """Seconds, of those that no person lives to see only that they are many; a moment counts by the answer's own clock.

    None for what is neither, and for a moment in an answer without a date.
    """
    text = headers.get(name, "").strip()
    whole, _, part = text.partition(".")
    if not (whole.isascii() and whole.isdecimal()) or (part and not (part.isascii() and part.isdecimal())):
        until, now = http_date(text), http_date(headers.get("date", ""))
        return None if until is None or now is None else max(0.0, (until - now).total_seconds())
    return float(text) if len(whole) < _LONGEST_NUMBER else math.inf


def _wait(meaning: Meaning, asked: float | None) -> float | None:
    """What the provider asks for: for minutes at most, unless a person or a new day has to put it right."""
    if meaning.wait is None:
        return None if asked is None else capped(asked, CAP_SECONDS)
    return max(meaning.wait, capped(asked, LONGEST_SECONDS))

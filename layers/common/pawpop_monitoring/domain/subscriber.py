"""Who asked for mails about incidents, and how many of them a day may have."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import Self

_PURPOSE = b"pawpop-status-subscriber/1"
_UNBOUNDED = 10_000


@dataclass(frozen=True, slots=True)
class Subscriber:
    """`id` is known to whoever gets the mails and to nobody else; it is what their links carry."""

    id: str
    address: str
    is_confirmed: bool


@dataclass(frozen=True, slots=True)
class PublicMailBudget:
    """Mails to the public a day: two fifths of the provider's quota, the rest is for alerts.

    All subscribers can be told of one incident's beginning and end within a day, and some people can ask.
    """

    day: int

    @classmethod
    def of(cls, daily_quota: int) -> Self:
        """The budget within a quota of mails a day; 0 is none."""
        return cls((daily_quota or _UNBOUNDED) * 2 // 5)

    @property
    def asks(self) -> int:
        """Mails a day that ask whether an address is really whose it is."""
        return self.day // 4

    @property
    def subscribers(self) -> int:
        """How many there can be."""
        return (self.day - self.asks) // 2


def subscriber_id(address: str, key: str) -> str:
    """The same for the same mailbox each time, and not to be guessed; URL-safe, 32 characters."""
    digest = hmac.digest(key.encode(), _PURPOSE + address.casefold().encode("utf-8", "surrogatepass"), hashlib.sha256)
    return base64.urlsafe_b64encode(digest[:24]).decode()

"""Conditional requests: an answer that would say the same again is not made again (RFC 9110, If-None-Match).

The validator is weak: it stands for what the answer is made of, not for its bytes. It holds for a while only, since it
leaves out what is dear to ask, and so an answer is never confirmed for longer than that.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

CONFIRMED_FOR = timedelta(minutes=2)

_TAG = re.compile(r'(?:W/)?"([0-9a-f]{1,12})\.([0-9a-f]{32})"')


@dataclass(frozen=True, slots=True)
class Validator:
    """What an answer was made of, as a digest, and when; `str` is the value of the header ETag."""

    digest: str
    made: int

    @classmethod
    def of(cls, parts: Iterable[object], now: datetime) -> Self:
        """The validator of an answer that is made of `parts`, told apart by their repr."""
        text = "\n".join(map(repr, parts))
        return cls(hashlib.blake2b(text.encode(), digest_size=16).hexdigest(), int(now.timestamp()))

    def __str__(self) -> str:
        return f'W/"{self.made:x}.{self.digest}"'

    def confirms(self, if_none_match: str | None) -> str | None:
        """The tag among those that a caller has which still holds; None if there is none. `*` names no answer."""
        for found in _TAG.finditer(if_none_match or ""):
            age = timedelta(seconds=self.made - int(found[1], 16))
            if found[2] == self.digest and timedelta(0) <= age <= CONFIRMED_FOR:
                return f'W/"{found[1]}.{found[2]}"'
        return None

"""A phone or a computer that asked to be told: its browser's subscription at a push service."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

_ID_LENGTH = 16
NO_DEVICE = "nobody was reached: no device is added; open the dashboard on your phone and press “Tell this phone”"
"""What is noted of a message that was taken by web push, and yet heard by nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """`endpoint` is where to post, and a secret; `public_key` and `auth` are its keys, in base64url.

    `seen_at` is when its page was opened last: a push service may accept what no device gets any more.
    """

    name: str
    endpoint: str
    public_key: str
    auth: str
    added_at: datetime
    added_by: str
    seen_at: datetime

    @property
    def id(self) -> str:
        """Sixteen hexadecimal digits of its endpoint, which give nothing of it away."""
        return id_of(self.endpoint)


def id_of(endpoint: str) -> str:
    """The id of the device with this subscription."""
    return hashlib.sha256(endpoint.encode()).hexdigest()[:_ID_LENGTH]

"""A message that is ready to be delivered."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Notification:
    """Complete and final: delivering the same notification twice sends the same bytes.

    `idempotency_key` is printable ASCII of at most 256 characters; `headers` go with a mail and mean
    nothing to a channel that has none.
    """

    recipients: tuple[str, ...]
    subject: str
    text: str
    html: str
    headers: Mapping[str, str] = field(default_factory=dict)
    idempotency_key: str

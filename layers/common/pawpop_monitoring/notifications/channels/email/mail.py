"""A mail that is ready to be sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """Complete and final: sending the same mail twice sends the same bytes. It is a channel.Notification."""

    recipients: tuple[str, ...]
    subject: str
    text: str
    html: str
    headers: Mapping[str, str] = field(default_factory=dict)
    idempotency_key: str

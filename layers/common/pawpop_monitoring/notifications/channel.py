"""The port that every way to a person implements."""

from dataclasses import dataclass
from typing import Protocol

from pawpop_monitoring.notifications.notification import Notification


@dataclass(frozen=True, slots=True)
class Receipt:
    """The provider took responsibility for the message.

    `provider_id` is None where the provider says only that it has had this message before; `note` then
    says so.
    """

    provider_id: str | None
    note: str | None = None


class Channel(Protocol):
    """One way to reach people."""

    @property
    def name(self) -> str:
        """Short and stable: it is stored with every delivery and is part of the deduplication key."""
        ...

    def send(self, notification: Notification) -> Receipt:
        """Hand over, within 10 s; raises RetryableDeliveryError or PermanentDeliveryError."""
        ...

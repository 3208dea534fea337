"""What every way to a person has in common.

A channel is a folder of `channels/`: `compose` makes its own form of a message out of `content`, the wire (named
like the provider) hands it over, and `answers` says what the provider's answers mean.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, Self, runtime_checkable

from pawpop_monitoring.contracts.alert_message import AlertMessage


class Notification(Protocol):
    """A channel's own form of a message: complete, so that delivering it twice sends the same bytes."""

    @property
    def idempotency_key(self) -> str:
        """Under which it is told once: printable ASCII of at most 256 characters."""
        ...


@runtime_checkable
class Doubtful(Protocol):
    """A form for a provider that knows no repetitions: it can say of itself that it may be one."""

    def in_doubt(self) -> Self:
        """The same, which says that it may have come before."""
        ...


@dataclass(frozen=True, slots=True)
class Receipt:
    """The provider took responsibility for the message; what it took in parts has several ids, split by commas.

    `provider_id` is None where the provider says only that it has had this message before; `note` then
    says so.
    """

    provider_id: str | None
    note: str | None = None


class Channel[N: Notification](Protocol):
    """One way to reach people."""

    @property
    def name(self) -> str:
        """Short and stable: it is stored with every delivery and is part of the deduplication key."""
        ...

    def send(self, notification: N, /) -> Receipt:
        """Hand over, within 10 s; raises RetryableDeliveryError or PermanentDeliveryError."""
        ...


type Compose[N: Notification] = Callable[[AlertMessage], N]
"""Turns a message into what is delivered; a pure function, so that a retry is byte-identical.

It may raise a DeliveryError where nobody is set to be told."""

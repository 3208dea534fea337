"""The devices that are told over web push, as the channel uses them."""

from collections.abc import Sequence
from typing import Protocol

from pawpop_monitoring.domain.device import Device


class Devices(Protocol):
    """Kept away from the monitored database; both raise StoreUnavailableError."""

    def all(self) -> Sequence[Device]:
        """Every device that asked to be told."""
        ...

    def forget(self, device_id: str) -> bool:
        """It is told no more; False if there was none of that id."""
        ...


class NoDevices:
    """Nobody asked."""

    def all(self) -> Sequence[Device]:
        """None at all."""
        return ()

    def forget(self, device_id: str) -> bool:  # noqa: ARG002  that of the protocol
        """There is nothing to forget."""
        return False

"""Devices in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

from pawpop_monitoring.domain.device import Device


@dataclass
class InMemoryDevices:
    """notifications.devices.Devices."""

    kept: dict[str, Device] = field(default_factory=dict)

    @classmethod
    def of(cls, *devices: Device) -> Self:
        return cls({device.id: device for device in devices})

    def all(self) -> Sequence[Device]:
        return list(self.kept.values())

    def put(self, device: Device) -> None:
        self.kept[device.id] = device

    def forget(self, device_id: str) -> bool:
        return self.kept.pop(device_id, None) is not None

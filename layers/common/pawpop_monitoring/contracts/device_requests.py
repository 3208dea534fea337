"""What callers of /devices send and get."""

from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import Field, StringConstraints

from pawpop_monitoring.contracts.wire import UtcDatetime, WireModel
from pawpop_monitoring.domain.device import Device

type _Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{20,100}={0,2}$")]


class DeviceKeys(WireModel):
    """The keys of a browser's subscription, in base64url."""

    p256dh: _Key = Field(alias="p256dh")
    auth: _Key


class AddDeviceRequest(WireModel):
    """POST /devices: a name for it, and the subscription as the browser has it."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
    endpoint: Annotated[str, StringConstraints(max_length=2000, pattern=r"^https?://[!-~]+$")]
    keys: DeviceKeys


class DeviceView(WireModel):
    """A device that is told; its endpoint is a secret and stays here. `seenAt`: its page was opened there last."""

    id: str
    name: str
    added_at: UtcDatetime
    added_by: str
    seen_at: UtcDatetime

    @classmethod
    def of(cls, device: Device) -> Self:
        """The view of a device."""
        return cls(**{name: getattr(device, name) for name in cls.model_fields})


class ListDevicesResponse(WireModel):
    """GET /devices: `publicKey` is what a browser subscribes with, empty while web push is not set up."""

    status: str = "success"
    public_key: str
    devices: tuple[DeviceView, ...]

    @classmethod
    def of(cls, public_key: str, devices: Iterable[Device]) -> Self:
        """The answer."""
        return cls(public_key=public_key, devices=tuple(map(DeviceView.of, devices)))


class DeviceChangedResponse(WireModel):
    """A device was added or removed."""

    status: str = "success"
    success: bool = True
    message: str
    device: DeviceView | None = Field(default=None)

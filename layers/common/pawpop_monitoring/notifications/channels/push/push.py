"""Push services of browsers (RFC 8030): one post for each device."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import httpx

from pawpop_monitoring.domain.clock import Clock
from pawpop_monitoring.domain.device import NO_DEVICE, Device
from pawpop_monitoring.domain.errors import DeliveryError, RetryableDeliveryError
from pawpop_monitoring.notifications.channel import Receipt
from pawpop_monitoring.notifications.channels.asking import asked, said
from pawpop_monitoring.notifications.channels.push.answers import GONE, judge
from pawpop_monitoring.notifications.channels.push.compose import PushNote
from pawpop_monitoring.notifications.channels.push.vapid import authorization, unpacked
from pawpop_monitoring.notifications.channels.refusals import refused, retry_after
from pawpop_monitoring.notifications.devices import Devices
from pawpop_monitoring.notifications.references import Reference, References
from pawpop_monitoring.outbound.deadline import Deadline
from pawpop_monitoring.outbound.http_client import Request

_KEPT_SECONDS = 4 * 3600
"""For a device that is out of reach; what is older has been told otherwise, or is over."""
_ATTEMPT_SECONDS, _DEVICE_SECONDS = 8.0, 3.0


@dataclass(slots=True)
class _Outcome:
    """`told` are ids of devices that have it, `refusals` what the others' services said."""

    told: set[str]
    refusals: list[DeliveryError] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class PushChannel:
    """Tells every device that asked for it; `subject` says how to reach whoever sends.

    A device that gets a message twice shows it once, by its key. Those that have it are remembered nevertheless where
    an attempt has to be repeated for another one.
    """

    client: httpx.Client
    devices: Devices
    references: References
    key: str
    subject: str
    clock: Clock
    name: ClassVar[str] = "push"

    def send(self, note: PushNote) -> Receipt:
        """Each device gets it; one whose subscription is over is forgotten."""
        known = self.references.get(self.name, note.idempotency_key)
        outcome = _Outcome(set(known.id.split(",")) - {""})
        self._tell(note, self.devices.all(), outcome)
        again = [error for error in outcome.refusals if isinstance(error, RetryableDeliveryError)]
        if again:
            told = Reference(place="devices", id=",".join(sorted(outcome.told)), version=known.version)
            self.references.put(self.name, note.idempotency_key, told)
            raise again[0]
        if not outcome.told and outcome.refusals:
            raise outcome.refusals[0]
        said_no = "; ".join(str(error) for error in outcome.refusals) or None
        return Receipt(note.idempotency_key, said_no) if outcome.told else Receipt(None, NO_DEVICE)

    def _tell(self, note: PushNote, devices: Sequence[Device], outcome: _Outcome) -> None:
        until = time.monotonic() + _ATTEMPT_SECONDS
        for device in devices:
            if device.id in outcome.told:
                continue
            left = until - time.monotonic()
            try:
                if left <= 0:
                    raise RetryableDeliveryError(f"{_who(device)} is told in the next attempt: there are many.")
                if self._post(note, device, min(left, _DEVICE_SECONDS)):
                    outcome.told.add(device.id)
            except DeliveryError as error:
                outcome.refusals.append(error)

    def _post(self, note: PushNote, device: Device, seconds: float) -> bool:
        """False if the device is gone."""
        who = _who(device)
        answer = asked(who, self.client, self._request(note, device), deadline=Deadline(seconds))
        if answer.is_success:
            return True
        if answer.status in GONE:
            self.devices.forget(device.id)
            return False
        raise refused(who, said(answer), judge(answer.status), retry_after(answer.headers), answer.status)

    def _request(self, note: PushNote, device: Device) -> Request:
        from pawpop_monitoring.notifications.channels.push.encryption import encrypted  # noqa: PLC0415  in a layer

        headers = {
            "Authorization": authorization(self.key, device.endpoint, self.subject, self.clock().timestamp()),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(_KEPT_SECONDS),
            "Urgency": note.urgency,
            "Topic": note.topic,
        }
        body = encrypted(note.content, unpacked(device.public_key), unpacked(device.auth))
        return Request(device.endpoint, headers, body=body)


def _who(device: Device) -> str:
    return f"The push service of “{device.name}”"

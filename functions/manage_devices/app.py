"""Devices that are told over web push: GET and POST /api/monitoring/devices, DELETE /api/monitoring/devices/{id}."""

from functools import cache
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.typing import LambdaContext

from pawpop_monitoring.bootstrap.device_services import DeviceServices, device_services
from pawpop_monitoring.contracts.device_requests import (
    AddDeviceRequest,
    DeviceChangedResponse,
    DeviceView,
    ListDevicesResponse,
)
from pawpop_monitoring.domain.device import Device, id_of
from pawpop_monitoring.domain.errors import ConflictError, InvalidRequestError, NotFoundError
from pawpop_monitoring.http.audit import record_change
from pawpop_monitoring.http.requests import caller_of, parse_body
from pawpop_monitoring.http.resolver import api_resolver
from pawpop_monitoring.http.responses import json_response
from pawpop_monitoring.notifications.channels.push.vapid import public_key_of, unpacked
from pawpop_monitoring.outbound.web_address import is_web_address

logger = Logger()
app = api_resolver()
services = cache(device_services)

MOST_DEVICES = 20
_POINT_BYTES, _AUTH_BYTES = 65, 16


def show(services: DeviceServices) -> ListDevicesResponse:
    """All devices, and what a further one subscribes with: nothing while web push is not set up."""
    key = services.key()
    return ListDevicesResponse.of(public_key_of(key) if key else "", services.devices.all())


def add(services: DeviceServices, request: AddDeviceRequest, caller: str) -> DeviceChangedResponse:
    """Keep a device; one that is kept already keeps its beginning, and was seen now."""
    _key(services)
    _check(request, services)
    now, known = services.clock(), services.devices.all()
    before = next((each for each in known if each.id == id_of(request.endpoint)), None)
    if before is None and len(known) >= MOST_DEVICES:
        raise ConflictError(f"There are {MOST_DEVICES} devices already; remove one first.")
    device = Device(
        name=request.name,
        endpoint=request.endpoint,
        public_key=request.keys.p256dh,
        auth=request.keys.auth,
        added_at=before.added_at if before else now,
        added_by=before.added_by if before else caller,
        seen_at=now,
    )
    services.devices.put(device)
    return DeviceChangedResponse(message=f"“{device.name}” is told from now on", device=DeviceView.of(device))


def remove(services: DeviceServices, device_id: str) -> DeviceChangedResponse:
    """Forget a device."""
    if not services.devices.forget(device_id):
        raise NotFoundError("There is no such device.")
    return DeviceChangedResponse(message="The device is told no more")


def _key(services: DeviceServices) -> str:
    key = services.key()
    if not key:
        raise NotFoundError("Web push is not set up: name push in Channels.")
    return key


def _check(request: AddDeviceRequest, services: DeviceServices) -> None:
    from pawpop_monitoring.notifications.channels.push.encryption import is_point

    if not is_web_address(request.endpoint, services.private_hosts):
        raise InvalidRequestError("endpoint: must be an address that starts with https://")
    try:
        point, auth = unpacked(request.keys.p256dh), unpacked(request.keys.auth)
    except ValueError:
        raise InvalidRequestError("keys: must be base64url, as the browser has them") from None
    if len(point) != _POINT_BYTES or len(auth) != _AUTH_BYTES or not is_point(point):
        raise InvalidRequestError("keys: p256dh must be a point of P-256 and auth 16 bytes, as the browser has them")


@app.get("/api/monitoring/devices")
def list_devices() -> Response[str]:
    """The route."""
    return json_response(200, show(services()))


@app.post("/api/monitoring/devices")
def add_device() -> Response[str]:
    """The route."""
    event = app.current_event
    answer = add(services(), parse_body(event, AddDeviceRequest), caller_of(event))
    record_change(event, "add device", answer.device.id if answer.device else "")
    return json_response(201, answer)


@app.delete("/api/monitoring/devices/<device_id>")
def remove_device(device_id: str) -> Response[str]:
    """The route."""
    answer = remove(services(), device_id)
    record_change(app.current_event, "remove device", device_id)
    return json_response(200, answer)


@logger.inject_lambda_context(clear_state=True)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """API Gateway."""
    return app.resolve(event, context)

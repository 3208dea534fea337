"""The routes of devices that are told over web push."""

from pawpop_monitoring.contracts.device_requests import AddDeviceRequest, DeviceChangedResponse, ListDevicesResponse
from pawpop_monitoring.http.openapi.operation import Answer, Operation
from pawpop_monitoring.http.tokens import Scope

DEVICE_OPERATIONS: tuple[Operation, ...] = (
    Operation(
        method="get",
        path="/devices",
        operation_id="listDevices",
        summary="Devices that are told over web push, and the key that a further one subscribes with",
        scope=Scope.READ,
        answers={200: Answer(description="All that were added", model=ListDevicesResponse)},
        errors=(404, 503),
    ),
    Operation(
        method="post",
        path="/devices",
        operation_id="addDevice",
        summary="Tell a device over web push from now on",
        scope=Scope.ADMIN,
        body=(AddDeviceRequest,),
        answers={201: Answer(description="The device", model=DeviceChangedResponse)},
        errors=(404, 409, 503),
    ),
    Operation(
        method="delete",
        path="/devices/{id}",
        operation_id="removeDevice",
        summary="Tell a device no more",
        scope=Scope.ADMIN,
        path_parameters={"id": "The device's id"},
        answers={200: Answer(description="It is removed", model=DeviceChangedResponse)},
        errors=(404, 503),
    ),
)

"""Devices are added under a name by whoever may, listed without their secrets, and removed."""

from collections.abc import Callable

import pytest

from functions.manage_devices.app import MOST_DEVICES, add, remove, show
from local_stack.sandbox.push import KEY
from pawpop_monitoring.bootstrap.device_services import DeviceServices
from pawpop_monitoring.contracts.device_requests import AddDeviceRequest
from pawpop_monitoring.domain.errors import ConflictError, InvalidRequestError, NotFoundError
from pawpop_monitoring.notifications.channels.push.vapid import public_key_of
from tests.factories import NOW
from tests.fakes.devices import InMemoryDevices

POINT = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"


def _services(key: str = KEY) -> DeviceServices:
    return DeviceServices(
        devices=InMemoryDevices(),  # type: ignore[arg-type]
        key=lambda: key,
        clock=lambda: NOW,
        private_hosts=["127.0.0.1:9"],
    )


def _request(
    name: str = "Ann's phone", endpoint: str = "https://push.example/a", point: str = POINT, auth: str = AUTH
) -> AddDeviceRequest:
    return AddDeviceRequest.model_validate(
        {"name": name, "endpoint": endpoint, "keys": {"p256dh": point, "auth": auth}}
    )


def test_a_device_is_listed_by_name_and_its_address_is_told_to_nobody() -> None:
    services = _services()
    add(services, _request(), "Ann")
    answer = show(services)
    assert answer.public_key == public_key_of(KEY)
    assert [(device.name, device.added_by, device.seen_at) for device in answer.devices] == [
        ("Ann's phone", "Ann", NOW)
    ]
    assert "push.example" not in answer.model_dump_json()


def test_the_same_subscription_is_one_device_with_its_newest_name() -> None:
    services = _services()
    add(services, _request(), "Ann")
    add(services, _request("Ann's new name"), "Bob")
    assert [(device.name, device.added_by) for device in show(services).devices] == [("Ann's new name", "Ann")]


def test_a_device_is_removed_once() -> None:
    services = _services()
    added = add(services, _request(), "Ann").device
    assert added is not None
    remove(services, added.id)
    assert show(services).devices == ()
    with pytest.raises(NotFoundError):
        remove(services, added.id)


@pytest.mark.parametrize(
    "request_",
    [
        lambda: _request(endpoint="http://push.example/a"),
        lambda: _request(endpoint="http://127.0.0.1:10/a"),
        lambda: _request(endpoint="http://Fm0020]"),
        lambda: _request(endpoint="https://push.example:99999/a"),
        lambda: _request(point="B" + "A" * 86),
        lambda: _request(auth="BTBZMqHH6r4Tts7J_aSIggAA"),
    ],
)
def test_what_no_browser_makes_is_refused(request_: Callable[[], AddDeviceRequest]) -> None:
    with pytest.raises(InvalidRequestError):
        add(_services(), request_(), "Ann")


def test_a_host_within_ones_own_network_may_do_without_tls() -> None:
    assert add(_services(), _request(endpoint="http://127.0.0.1:9/a"), "Ann").device


def test_there_are_so_many_at_most() -> None:
    services = _services()
    for number in range(MOST_DEVICES):
        add(services, _request(endpoint=f"https://push.example/{number}"), "Ann")
    add(services, _request(endpoint="https://push.example/0"), "Ann")
    with pytest.raises(ConflictError):
        add(services, _request(endpoint="https://push.example/more"), "Ann")


def test_without_a_key_it_is_not_set_up() -> None:
    """Each dashboard asks; an error would stand in its console for nothing."""
    with pytest.raises(NotFoundError, match="name push in Channels"):
        add(_services(""), _request(), "Ann")
    shown = show(_services(""))
    assert (shown.public_key, shown.devices) == ("", ())

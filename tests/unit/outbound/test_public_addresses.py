"""Where nobody from outside may make us connect."""

import socket

import pytest

from pawpop_monitoring.outbound.call_errors import CallError, Kind
from pawpop_monitoring.outbound.deadline import Deadline
from pawpop_monitoring.outbound.http_client import Request, ask, bounded_client
from pawpop_monitoring.outbound.public import PublicOnly, is_public

PRIVATE = (
    "127.0.0.1",
    "127.8.8.8",
    "0.0.0.0",
    "10.1.2.3",
    "172.31.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "::",
    "::1",
    "fe80::1%eth0",
    "fd00:ec2::254",
    "ff02::1",
    "::ffff:169.254.169.254",
    "64:ff9b::10.0.0.1",
    "2002:7f00:1::",
)
PUBLIC = ("1.1.1.1", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8")


@pytest.mark.parametrize("address", PRIVATE)
def test_these_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_these_are_public(address: str) -> None:
    assert is_public(address)


def test_nothing_is_sent_to_a_name_that_stands_for_a_private_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        with pytest.raises(CallError) as refused:
            ask(bounded_client(PublicOnly()), Request(f"http://localhost:{port}/", {}), Deadline(2))
        with pytest.raises(TimeoutError):
            server.accept()
    assert refused.value.kind is Kind.NOT_PUBLIC
    assert not refused.value.sent


def test_a_name_can_be_allowed_with_its_port_or_altogether() -> None:
    assert PublicOnly(["inside.example:8443"])("inside.example", "10.0.0.1", 8443)
    assert not PublicOnly(["inside.example:8443"])("inside.example", "10.0.0.1", 443)
    assert PublicOnly(["inside.example"])("inside.example", "10.0.0.1", 443)

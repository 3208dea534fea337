"""Anchors on this machine: one that listens, one that refuses, one that hangs."""

import socket
import time
from collections.abc import Iterator

import pytest

from pawpop_monitoring.checks.system import anchors
from pawpop_monitoring.checks.system.anchors import TcpAnchors
from pawpop_monitoring.domain.errors import ConfigurationError


@pytest.fixture
def listening() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture
def refusing() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"127.0.0.1:{server.getsockname()[1]}"


def test_one_that_answers_is_enough(listening: str, refusing: str) -> None:
    assert TcpAnchors.parse([refusing, listening]).online()


def test_none_that_answers(refusing: str) -> None:
    assert not TcpAnchors.parse([refusing, "no-such-name.invalid:443"]).online()


def test_a_port_that_there_can_not_be_is_one_that_does_not_answer(listening: str) -> None:
    """It broke off the check, just when what it watches could not be reached."""
    assert not TcpAnchors.parse(["127.0.0.1:99999"]).online()
    assert TcpAnchors.parse(["127.0.0.1:99999", listening]).online()


def test_a_network_that_swallows_everything_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(anchors, "_SECONDS", 0.05)
    monkeypatch.setattr(anchors, "_accepts", lambda _anchor: time.sleep(1))
    started = time.monotonic()
    assert not TcpAnchors([("192.0.2.1", 443)]).online()
    assert time.monotonic() - started < 0.5


@pytest.mark.parametrize("text", ["one.one.one.one", ":443", "dns.google:https", "", "dns.google:"])
def test_an_anchor_that_is_none_is_refused_with_advice(text: str) -> None:
    with pytest.raises(ConfigurationError, match="must read host:port"):
        TcpAnchors.parse([text])

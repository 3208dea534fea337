"""The sign of life over real HTTP: taken, refused, away, hanging."""

import logging
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from pawpop_monitoring.checks.system import heartbeat
from pawpop_monitoring.checks.system.heartbeat import Heartbeat
from tests.live_server import answering


class Listener(ThreadingHTTPServer):
    """Remembers who called; answers with `status` after `seconds`."""

    daemon_threads = False
    status = 200
    seconds = 0.0

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.calls: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Listener

    def do_GET(self) -> None:
        self.server.calls.append(self.path)
        time.sleep(self.server.seconds)
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep the test's output clean."""


@pytest.fixture
def listener() -> Iterator[Listener]:
    with answering(Listener()) as server:
        yield server


def test_a_run_that_was_completed_and_one_that_was_not(listener: Listener) -> None:
    sign_of_life = Heartbeat(f"{listener.url}/ping/some-uuid?create=1")
    sign_of_life.succeeded()
    sign_of_life.failed()
    assert listener.calls == ["/ping/some-uuid?create=1", "/ping/some-uuid/fail?create=1"]


def test_without_an_address_nobody_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "_get", lambda _url: pytest.fail("called"))
    Heartbeat("").succeeded()
    Heartbeat("").failed()


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/secret-uuid", "http://no-such-name.invalid/secret-uuid"])
def test_one_that_is_away_is_logged_without_its_address(url: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        Heartbeat(url).succeeded()
    assert "the heartbeat was not taken" in caplog.text
    assert "secret" not in caplog.text


def test_one_that_refuses_is_logged(listener: Listener, caplog: pytest.LogCaptureFixture) -> None:
    listener.status = 404
    Heartbeat(listener.url).succeeded()
    assert "the heartbeat was not taken: HTTPError" in caplog.text


def test_one_that_hangs_is_not_waited_for(
    listener: Listener, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heartbeat, "SECONDS", 0.05)
    listener.seconds = 0.3
    started = time.monotonic()
    Heartbeat(listener.url).succeeded()
    assert time.monotonic() - started < 0.25
    assert "not taken" in caplog.text

"""Whatever answers, and however: each client is done in time, has taken little memory, and has a sentence for it."""

import socket
import threading
import time
import tracemalloc
from collections.abc import Iterator

import pytest

from pawpop_monitoring.checks.fal_ai import platform_api
from pawpop_monitoring.checks.supabase.project import answer
from pawpop_monitoring.checks.system import heartbeat
from pawpop_monitoring.domain.errors import RetryableDeliveryError
from pawpop_monitoring.notifications.channels.email import resend
from tests.fakes.hostile_server import MODES, HostileServer, bomb, hostile_server
from tests.unit.outbound.clients import CLIENTS, SECONDS

MOST_MEMORY = 40_000_000
GRACE = 2.0
"""Seconds for a busy machine; without a limit, each of these takes far longer, or never ends."""


@pytest.fixture(autouse=True)
def short_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (platform_api, answer, resend):
        monkeypatch.setattr(module, "_SECONDS", SECONDS)
    monkeypatch.setattr(heartbeat, "SECONDS", SECONDS)


@pytest.fixture(scope="module")
def server() -> Iterator[HostileServer]:
    bomb(50)
    with hostile_server() as started:
        yield started


def _others() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name != "hostile"]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("client", CLIENTS)
def test_a_call_ends_in_time_and_leaves_no_thread(client: str, mode: str, server: HostileServer) -> None:
    before = len(_others())
    started = time.monotonic()
    CLIENTS[client](server.url(mode))
    assert time.monotonic() - started < SECONDS + GRACE
    assert len(_others()) == before


@pytest.mark.parametrize("mode", ["bomb", "plain", "endless", "chunks"])
@pytest.mark.parametrize("client", CLIENTS)
def test_a_flood_takes_little_memory(client: str, mode: str, server: HostileServer) -> None:
    tracemalloc.start()
    CLIENTS[client](server.url(mode))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < MOST_MEMORY


def test_no_redirect_is_followed(server: HostileServer) -> None:
    for client in CLIENTS.values():
        client(server.url("redirect"))
    assert not [path for path in server.asked if "by-redirect" in path]


@pytest.mark.parametrize("client", CLIENTS)
def test_a_name_that_is_never_resolved_is_not_waited_for(client: str, monkeypatch: pytest.MonkeyPatch) -> None:
    resolved = threading.Event()

    def hanging(*_: object, **__: object) -> None:
        resolved.wait(5)
        raise OSError("never")

    monkeypatch.setattr(socket, "getaddrinfo", hanging)
    started = time.monotonic()
    CLIENTS[client]("http://hanging.example/x")
    assert time.monotonic() - started < SECONDS + GRACE
    resolved.set()


@pytest.mark.parametrize("client", CLIENTS)
def test_a_server_that_takes_no_connection_is_not_waited_for(client: str) -> None:
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        port = full.getsockname()[1]
        queued = [socket.socket() for _ in range(4)]
        for line in queued:
            line.setblocking(False)
            line.connect_ex(("127.0.0.1", port))
        started = time.monotonic()
        CLIENTS[client](f"http://127.0.0.1:{port}")
        assert time.monotonic() - started < SECONDS + GRACE
        for line in queued:
            line.close()


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("bomb", "far larger"),
        ("plain", "far larger"),
        ("endless", "far larger"),
        ("chunks", "far larger"),
        ("dripping", "in time"),
        ("dripping_headers", "in time"),
        ("silent", "in time"),
        ("broken_gzip", "packed"),
        ("half_gzip", "packed"),
        ("brotli", "packed"),
        ("huge_headers", "broke off"),
        ("deep", "not complete JSON"),
    ],
)
def test_each_has_a_sentence_of_its_own(mode: str, words: str, server: HostileServer) -> None:
    """A broken gzip answer used to read "the key has a form that can't be sent"."""
    assert words in str(CLIENTS["fal"](server.url(mode)))


@pytest.mark.parametrize("mode", ["bomb", "endless", "dripping", "silent", "broken_gzip", "huge_headers"])
def test_a_mail_whose_fate_is_unknown_stays_with_resend(mode: str, server: HostileServer) -> None:
    error = CLIENTS["resend"](server.url(mode))
    assert isinstance(error, RetryableDeliveryError)
    assert error.undecided


def test_metrics_may_be_larger_than_other_answers(server: HostileServer) -> None:
    assert "far more than it should" in str(CLIENTS["supabase"](server.url("bomb")))


@pytest.mark.parametrize("mode", ["surrogate", "noncharacter"])
@pytest.mark.parametrize("client", CLIENTS)
def test_what_is_quoted_is_clean(client: str, mode: str, server: HostileServer) -> None:
    said = str(CLIENTS[client](server.url(mode)))
    said.encode()
    assert "\uffff" not in said

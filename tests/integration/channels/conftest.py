"""A sandbox for all cells, emptied in between, and AWS in memory."""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from moto import mock_aws

from local_stack.sandbox.application import Sandbox
from local_stack.sandbox.server import SandboxServer, serve
from pawpop_monitoring.notifications.channels.apprise import listening
from tests.integration.channels.stand import Impatient, Stand
from tests.integration.faults.virtual_clock import VirtualClock
from tests.live_server import answering
from tests.unit.notifications.messages import OPENED_AT


@pytest.fixture(scope="module")
def server() -> Iterator[SandboxServer]:
    with answering(serve()) as live:
        yield live


@pytest.fixture
def aws_in_memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    with mock_aws():
        # moto wraps what Apprise sends through as well; the channel's ear has to be outside of that.
        _listen_anew()
        yield
    _listen_anew()


def _listen_anew() -> None:
    """The next one who listens wraps what is there now."""
    ear: Any = listening
    ear._wrap.cache_clear()  # noqa: SLF001


@pytest.fixture
def make_stand(
    server: SandboxServer, aws_in_memory: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Stand]]:
    clock = VirtualClock(OPENED_AT)
    clock.rule(monkeypatch)
    with closing(Impatient()) as transport:

        def make(**parts: Any) -> Stand:
            server.sandbox = Sandbox(now=clock)
            return Stand(server.sandbox, server.url, clock, transport, **parts)

        yield make

"""The command line, run as from a shell."""

from collections.abc import Callable

import httpx
import pytest

from pawpop_monitor import __main__ as command_line
from pawpop_monitor.client import Client

type Answer = Callable[[httpx.Request], httpx.Response]
type Run = Callable[..., int]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command against an API that answers as it is told."""

    def run_(*arguments: str, answer: Answer) -> int:
        monkeypatch.setenv("PAWPOP_API_URL", "https://api.example/prod/")
        monkeypatch.setenv("PAWPOP_TOKEN", "token-1")
        transport = httpx.MockTransport(answer)
        monkeypatch.setattr(command_line, "Client", lambda target: Client(target, transport))
        return command_line.main(arguments)

    return run_

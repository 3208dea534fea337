"""An API to report to."""

import threading
from collections.abc import Iterator

import pytest

from tests.unit.tracking.receiving_api import Api


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    server = Api()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    monkeypatch.setenv("MONITORING_API_URL", server.url)
    monkeypatch.setenv("MONITORING_TRACK_TOKEN", "token")
    yield server
    server.shutdown()
    server.server_close()

"""An API to report to."""

from collections.abc import Iterator

import pytest

from tests.live_server import answering
from tests.unit.tracking.receiving_api import Api


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    with answering(Api()) as server:
        monkeypatch.setenv("MONITORING_API_URL", server.url)
        monkeypatch.setenv("MONITORING_TRACK_TOKEN", "token")
        yield server

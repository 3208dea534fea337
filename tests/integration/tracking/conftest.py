"""An AWS of the test's own, with RecordQueue in it."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from local_stack import emulator
from local_stack.paths import Paths
from pawpop_monitoring.storage.connection import Database
from tests.integration.tracking.queue_emulation import RecordQueue


@pytest.fixture
def aws_endpoint_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An emulator, and the environment variables by which the functions find it."""
    paths = Paths(tmp_path)
    paths.create()
    endpoint_url = emulator.url(emulator.start(paths))
    for name, value in {
        **emulator.CREDENTIALS,
        "AWS_REGION": emulator.REGION,
        "AWS_ENDPOINT_URL": endpoint_url,
    }.items():
        monkeypatch.setenv(name, value)
    yield endpoint_url
    emulator.stop(paths)


@pytest.fixture
def records(database: Database, aws_endpoint_url: str) -> Iterator[RecordQueue]:
    """RecordQueue and the recorder behind it."""
    with closing(RecordQueue(emulator.client("sqs", aws_endpoint_url), database)) as queue:
        yield queue

"""Background programs are found again, and never mistaken for another one."""

import os
import socket
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from local_stack import ports, processes
from local_stack.errors import StackError
from local_stack.processes import Process

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
FAIL = [sys.executable, "-c", "raise SystemExit('no such luck')"]


@pytest.fixture
def sleeper(tmp_path: Path) -> Iterator[Process]:
    process = processes.start(SLEEP, port=1, log=tmp_path / "log", environment=os.environ, cwd=tmp_path)
    yield process
    process.stop()


def test_a_running_program_is_found_again_until_it_is_stopped(sleeper: Process, tmp_path: Path) -> None:
    sleeper.write(tmp_path / "it.json")
    assert Process.read(tmp_path / "it.json") == sleeper
    sleeper.stop()
    assert Process.read(tmp_path / "it.json") is None


def test_another_program_with_the_same_pid_is_not_it(sleeper: Process) -> None:
    assert not replace(sleeper, started=sleeper.started - 60).is_running()


@pytest.mark.parametrize("content", ["", "{}", "[]", "not json"])
def test_a_damaged_file_counts_as_not_running(tmp_path: Path, content: str) -> None:
    (tmp_path / "it.json").write_text(content)
    assert Process.read(tmp_path / "it.json") is None


def test_a_program_that_ends_while_starting_is_reported_with_its_last_words(tmp_path: Path) -> None:
    log = tmp_path / "log"
    process = processes.start(FAIL, port=1, log=log, environment=os.environ, cwd=tmp_path)
    with pytest.raises(StackError, match="The thing ended while starting") as caught:
        processes.wait_until(lambda: False, process, name="The thing", log=log)
    assert "no such luck" in caught.value.log


def test_the_callers_environment_does_not_leak(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    assert "AWS_PROFILE" not in processes.clean_environment()


def test_a_remembered_port_is_kept_while_it_is_free(tmp_path: Path) -> None:
    port = ports.remembered(tmp_path / "port")
    assert ports.remembered(tmp_path / "port") == port
    with socket.socket() as other:
        other.bind((ports.LOOPBACK, port))
        other.listen()
        assert ports.remembered(tmp_path / "port") != port

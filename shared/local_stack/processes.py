"""Background programs that outlive the command that started them, found again through a small file each."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import psutil

from local_stack.errors import StackError, tail

STOP_TIMEOUT = 10.0

# Popen complains when it is dropped while its program runs, and these are meant to outlive us.
_started: list[subprocess.Popen[bytes]] = []


@dataclass(frozen=True)
class Process:
    """One running program. A pid alone may be another program's by now, so its start time is kept too."""

    pid: int
    started: float
    port: int

    @classmethod
    def read(cls, file: Path) -> Self | None:
        """The process that `file` tells of, or None if it no longer runs."""
        try:
            process = cls(**json.loads(file.read_text()))
        except (FileNotFoundError, ValueError, TypeError):
            return None
        return process if process.is_running() else None

    def is_running(self) -> bool:
        try:
            process = psutil.Process(self.pid)
            return bool(process.create_time() == self.started) and process.status() != psutil.STATUS_ZOMBIE
        except psutil.NoSuchProcess:
            return False

    def write(self, file: Path) -> None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(vars(self)))

    def stop(self) -> None:
        """Ask the program and its children to end; end whatever is left after ten seconds."""
        try:
            root = psutil.Process(self.pid)
            family = [root, *root.children(recursive=True)]
            root.send_signal(signal.SIGTERM)
        except psutil.NoSuchProcess:
            return
        psutil.wait_procs([root], timeout=STOP_TIMEOUT)
        for process in (p for p in family if p.is_running()):
            process.kill()
        psutil.wait_procs(family, timeout=STOP_TIMEOUT)


def start(command: Sequence[str], *, port: int, log: Path, environment: Mapping[str, str], cwd: Path) -> Process:
    """Start `command` in its own session, its output appended to `log`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a") as output:
        child = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            cwd=cwd,
            start_new_session=True,
        )
    _started.append(child)
    return Process(pid=child.pid, started=psutil.Process(child.pid).create_time(), port=port)


def wait_until(answers: Callable[[], bool], process: Process, *, name: str, log: Path, seconds: float = 30) -> None:
    """Wait until the server answers; StackError if it ended or stays silent for `seconds`."""
    deadline = time.monotonic() + seconds
    while not answers():
        if not process.is_running():
            raise StackError(f"{name} ended while starting. Its log is {log}.", log=tail(log))
        if time.monotonic() > deadline:
            process.stop()
            raise StackError(f"{name} did not answer within {seconds:.0f} s. Its log is {log}.", log=tail(log))
        time.sleep(0.05)


def clean_environment(**extra: str) -> dict[str, str]:
    """Only what any program needs, so that nothing of the caller's shell reaches the functions."""
    kept = ("PATH", "HOME", "LANG", "TZ", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
    return {name: os.environ[name] for name in kept if name in os.environ} | extra

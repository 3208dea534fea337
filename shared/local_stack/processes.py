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
# Seconds by which a start time may move when the system clock is set right.
CLOCK_CORRECTION = 5.0
# The shell leaves the program to the system's care and only tells its pid, so that it outlives us for good.
DETACH = '"$@" >>"$0" 2>&1 </dev/null & echo $!'


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
        except psutil.NoSuchProcess:
            return False
        return _alive(process) and abs(process.create_time() - self.started) < CLOCK_CORRECTION

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
        _wait_for_end([root])
        for process in filter(_alive, family):
            process.kill()
        _wait_for_end(family)


def start(command: Sequence[str], *, port: int, log: Path, environment: Mapping[str, str], cwd: Path) -> Process:
    """Start `command` in its own session, its output appended to `log`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    shell = subprocess.run(
        ["/bin/sh", "-c", DETACH, str(log), *command],
        stdout=subprocess.PIPE,
        env=dict(environment),
        cwd=cwd,
        start_new_session=True,
        text=True,
        check=True,
    )
    pid = int(shell.stdout)
    return Process(pid=pid, started=_start_time(pid), port=port)


def _start_time(pid: int) -> float:
    try:
        return float(psutil.Process(pid).create_time())
    except psutil.NoSuchProcess:
        # It ended at once; whoever waits for it will see that and show its log.
        return 0.0


def _alive(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running()) and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _wait_for_end(family: Sequence[psutil.Process]) -> None:
    deadline = time.monotonic() + STOP_TIMEOUT
    while any(map(_alive, family)) and time.monotonic() < deadline:
        time.sleep(0.02)


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

"""The sandbox of the providers as a background process."""

import sys
from pathlib import Path

import httpx

from local_stack import fingerprint, ports, processes
from local_stack.paths import Paths
from local_stack.processes import Process


def url(process: Process) -> str:
    return f"http://{ports.LOOPBACK}:{process.port}"


def running(paths: Paths) -> Process | None:
    """The sandbox of this checkout, if it runs this very code and answers."""
    process = Process.read(paths.run / "sandbox.json")
    current = fingerprint.is_current(_stamp(paths), _code(paths))
    return process if process and current and _is_ready(process) else None


def start(paths: Paths) -> Process:
    """Start the sandbox on a free port, with an empty outbox, and wait until it answers."""
    stop(paths)
    port = ports.remembered(paths.run / "sandbox.port")
    log = paths.logs / "sandbox.log"
    process = processes.start(
        [sys.executable, "-m", "local_stack.sandbox", "--port", str(port)],
        port=port,
        log=log,
        environment=processes.clean_environment(PYTHONPATH=str(paths.root / "shared")),
        cwd=paths.local,
    )
    process.write(paths.run / "sandbox.json")
    _stamp(paths).write_text(_code(paths))
    processes.wait_until(lambda: _is_ready(process), process, name="The providers' sandbox", log=log)
    return process


def stop(paths: Paths) -> None:
    if process := Process.read(paths.run / "sandbox.json"):
        process.stop()


def _stamp(paths: Paths) -> Path:
    return paths.run / "sandbox.stamp"


def _code(paths: Paths) -> str:
    return fingerprint.of_files([paths.root / "shared" / "local_stack" / "sandbox"])


def _is_ready(process: Process) -> bool:
    try:
        return httpx.get(f"{url(process)}/_faults", timeout=2).is_success
    except httpx.HTTPError:
        return False

"""The sandbox of the providers as a background process."""

import sys

import httpx

from local_stack import ports, processes
from local_stack.paths import Paths
from local_stack.processes import Process


def url(process: Process) -> str:
    return f"http://{ports.LOOPBACK}:{process.port}"


def running(paths: Paths) -> Process | None:
    """The sandbox of this checkout, if it runs and answers."""
    process = Process.read(paths.run / "sandbox.json")
    return process if process and _is_ready(process) else None


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
    processes.wait_until(lambda: _is_ready(process), process, name="The providers' sandbox", log=log)
    return process


def stop(paths: Paths) -> None:
    if process := Process.read(paths.run / "sandbox.json"):
        process.stop()


def _is_ready(process: Process) -> bool:
    try:
        return httpx.get(f"{url(process)}/_faults", timeout=2).is_success
    except httpx.HTTPError:
        return False

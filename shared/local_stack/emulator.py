"""MiniStack, the AWS emulator: how it is started, and how to talk to it.

Each Lambda function runs as a process that inherits MiniStack's environment, hence the clean one. What a
function writes goes to CloudWatch Logs as on AWS (`make logs`). MiniStack's log is .local/logs/emulator.log.
"""

import os
import sys
from typing import TYPE_CHECKING, Any

import boto3
import httpx
from botocore.config import Config

from local_stack import ports, processes
from local_stack.paths import Paths

if TYPE_CHECKING:
    from local_stack.processes import Process

REGION = "us-east-1"
BUCKET = "sam-artifacts"
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}


def url(process: "Process") -> str:
    return f"http://{ports.LOOPBACK}:{process.port}"


def running(paths: Paths) -> "Process | None":
    """The emulator of this checkout, if it runs and answers."""
    process = processes.Process.read(paths.run / "emulator.json")
    return process if process and _is_ready(url(process)) else None


def evaluates_permissions(process: "Process") -> bool:
    """Whether it was started with `permissions`, see `start`."""
    return bool(httpx.get(f"{url(process)}/_ministack/health", timeout=2).json()["auth"] == "enabled")


def start(paths: Paths, *, permissions: bool = False) -> "Process":
    """Start the emulator on a free port and wait until it is ready. It keeps nothing from an earlier run.

    With `permissions` each function runs under its own role, so that what the template forgets to allow is missing
    here too; but then nobody can call the emulator with other keys than `CREDENTIALS`.
    """
    stop(paths)
    port = ports.remembered(paths.run / "emulator.port")
    log = paths.logs / "emulator.log"
    process = processes.start(
        [sys.executable, "-m", "ministack"],
        port=port,
        log=log,
        environment=_environment(paths, port, permissions=permissions),
        cwd=paths.local,
    )
    process.write(paths.run / "emulator.json")
    processes.wait_until(lambda: _is_ready(url(process)), process, name="The AWS emulator", log=log)
    client("s3", url(process)).create_bucket(Bucket=BUCKET)
    return process


def stop(paths: Paths) -> None:
    if process := processes.Process.read(paths.run / "emulator.json"):
        process.stop()


def client(service: str, endpoint_url: str) -> Any:
    """A boto3 client of the emulator. Invocations are never repeated: a slow function must not run twice."""
    return boto3.client(
        service,  # type: ignore[call-overload]
        endpoint_url=endpoint_url,
        region_name=REGION,
        aws_access_key_id=CREDENTIALS["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=CREDENTIALS["AWS_SECRET_ACCESS_KEY"],
        config=Config(retries={"total_max_attempts": 1}, read_timeout=120),
    )


def tool_environment(paths: Paths, endpoint_url: str) -> dict[str, str]:
    """What `sam` needs to find this machine's Python, and to deploy to the emulator and nowhere else."""
    return processes.clean_environment(
        PATH=f"{paths.tools}{os.pathsep}{os.environ['PATH']}",
        AWS_ENDPOINT_URL=endpoint_url,
        AWS_DEFAULT_REGION=REGION,
        AWS_CONFIG_FILE=os.devnull,
        AWS_SHARED_CREDENTIALS_FILE=os.devnull,
        AWS_EC2_METADATA_DISABLED="true",
        SAM_CLI_TELEMETRY="0",
        SAM_CLI_POLL_DELAY="0.2",
        **CREDENTIALS,
    )


def _environment(paths: Paths, port: int, *, permissions: bool) -> dict[str, str]:
    return processes.clean_environment(
        BIND_HOST=ports.LOOPBACK,
        MINISTACK_HOST=ports.LOOPBACK,
        GATEWAY_PORT=str(port),
        MINISTACK_REGION=REGION,
        AUTH=str(permissions).lower(),
        TMPDIR=str(paths.scratch),
        # Two checkouts side by side would fight over these fixed ports.
        IOT_MTLS_ENABLED="0",
        SFTP_ENABLED="0",
    )


def _is_ready(endpoint_url: str) -> bool:
    try:
        return httpx.get(f"{endpoint_url}/_ministack/ready", timeout=2).is_success
    except httpx.HTTPError:
        return False

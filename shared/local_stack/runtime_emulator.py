"""Runs one built function in AWS's own runtime interface emulator, without Docker: `make invoke`.

The emulator binary comes with aws-sam-cli, the runtime with awslambdaric. The function sees its built code,
the built layers and the environment that it was deployed with.
"""

import importlib.util
import json
import os
import re
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx

from local_stack import build, emulator, ports, processes
from local_stack.description import logical_id
from local_stack.errors import StackError
from local_stack.example_event import filled_in
from local_stack.paths import Paths
from local_stack.stack_file import Stack

LAYERS = ("DependenciesLayer", "CommonLayer")
FURTHER_LAYERS = {
    "check_stripe": ("StripeLayer",),
    "run_health_check": ("StripeLayer",),
    "channel_notifier": ("AppriseLayer",),
    "manage_devices": ("AppriseLayer",),
}
"""Of single functions, by folder; where there is none of them, as without channels, it is not missed."""
RUNTIME_PACKAGES = (
    "awslambdaric",
    "runtime_client",
    "simplejson",
    "snapshot_restore_py",
    "boto3",
    "botocore",
    "s3transfer",
    "jmespath",
    "dateutil",
    "six",
    "urllib3",
)
INIT_REPORT = re.compile(r"INIT REPORT\(durationMs: ([0-9.]+)\)")


@dataclass(frozen=True)
class Invocation:
    """What one run gave: the handler's JSON answer, and everything that was logged."""

    result: str
    log: str

    @property
    def failed(self) -> bool:
        answer = json.loads(self.result) if self.result else None
        return isinstance(answer, dict) and "errorType" in answer

    @property
    def init_milliseconds(self) -> float | None:
        """How long the runtime and the imports took; None if the function did not get that far."""
        # The REPORT line has an "Init Duration" too, but that of the emulator itself.
        found = INIT_REPORT.search(self.log)
        return float(found[1]) if found else None


def invoke(paths: Paths, stack: Stack, function: str, event: Path) -> Invocation:
    """Invoke the built function once with the event in this file, in a fresh process."""
    code = paths.build / logical_id(function)
    if function not in stack.functions or not code.exists():
        raise StackError(f"There is no built function '{function}'. There are: {', '.join(sorted(stack.functions))}.")
    if not event.exists():
        raise StackError(f"There is no event file {event}. Those of this function are under events/{function}/.")
    log = paths.logs / f"invoke-{function}.log"
    log.unlink(missing_ok=True)
    with served(code, environment_of(paths, stack, function, code), log) as port:
        answer = httpx.post(
            f"http://{ports.LOOPBACK}:{port}/2015-03-31/functions/function/invocations",
            json=filled_in(
                event.read_text(),
                read_token=stack.tokens.read,
                stripe_secret=stack.stripe_webhook_secret,
                now=datetime.now(UTC),
            ),
            timeout=900,
        )
    return Invocation(result=answer.text, log=log.read_text())


@contextmanager
def served(code: Path, environment: dict[str, str], log: Path) -> Iterator[int]:
    """Serve the code in a fresh process, and answer the port; it ends with the block."""
    port, api_port = ports.any_free(), ports.any_free()
    command = [
        str(_emulator_binary()),
        f"--runtime-interface-emulator-address={ports.LOOPBACK}:{port}",
        f"--runtime-api-address={ports.LOOPBACK}:{api_port}",
        sys.executable,
        "-S",  # none of the tools' packages, some of which others import where they are there
        "-m",
        "awslambdaric",
        "app.lambda_handler",
    ]
    environment = environment | {"PYTHONPATH": os.pathsep.join([environment["PYTHONPATH"], str(_runtime_packages())])}
    process = processes.start(command, port=port, log=log, environment=environment, cwd=code)
    try:
        processes.wait_until(lambda: not ports.is_free(port), process, name="The runtime emulator", log=log)
        yield port
    finally:
        process.stop()


def environment_of(paths: Paths, stack: Stack, function: str, code: Path) -> dict[str, str]:
    """What the deployed function is given, pointed at the built code and layers."""
    name = stack.functions[function]
    configuration = emulator.client("lambda", stack.aws_endpoint_url).get_function_configuration(FunctionName=name)
    layers = map(str, layers_of(paths.build, function))
    return processes.clean_environment(
        **configuration.get("Environment", {}).get("Variables", {}),
        **emulator.CREDENTIALS,
        PYTHONPATH=os.pathsep.join([str(code), *layers]),
        PYTHONDONTWRITEBYTECODE="1",  # as on AWS, where a second run has no more than the first
        AWS_ENDPOINT_URL=stack.aws_endpoint_url,
        AWS_REGION=stack.region,
        AWS_DEFAULT_REGION=stack.region,
        AWS_LAMBDA_FUNCTION_NAME=name,
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE=str(configuration["MemorySize"]),
        AWS_LAMBDA_FUNCTION_TIMEOUT=str(configuration["Timeout"]),
    )


def layers_of(build: Path, function: str) -> list[Path]:
    """What a function imports from, besides its own code."""
    names = (*LAYERS, *FURTHER_LAYERS.get(function, ()))
    return [folder for name in names if (folder := build / name / "python").is_dir()]


def _runtime_packages() -> Path:
    """A folder with what AWS's runtime brings, and nothing else of .venv."""
    installed, folder = Path(sysconfig.get_path("purelib")), Paths().local / "runtime"
    folder.mkdir(parents=True, exist_ok=True)
    for name in RUNTIME_PACKAGES:
        for found in installed.glob(f"{name}*"):
            with suppress(FileExistsError):
                (folder / found.name).symlink_to(found)
    return folder


def _emulator_binary() -> Path:
    # Located, not imported: importing samcli takes a second.
    spec = importlib.util.find_spec("samcli")
    if spec is None or spec.origin is None:
        raise StackError("aws-sam-cli is missing. Run 'make install'.")
    binary = Path(spec.origin).parent / "local" / "rapid" / f"aws-lambda-rie-{build.architecture()}"
    if not os.access(binary, os.X_OK):
        binary.chmod(0o755)
    return binary
